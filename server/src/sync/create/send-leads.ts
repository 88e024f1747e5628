import { saveWithFallbackOwner } from '../fallback-owner.ts';
import type { PersonWork } from '../person-work.ts';
import type { Saved } from '../save-outcomes.ts';
import type { CreateChoice } from './create-choice.ts';

/** Creates leads by REST, or by SOAP where the owner is to get a mail, which REST has no header for (SYN-15). */
export function sendLeads(
  { salesforce, options }: PersonWork,
  leads: readonly Record<string, unknown>[],
  { ownerId, onMatch }: CreateChoice,
): Promise<Saved> {
  const allowDuplicates = options.allowDuplicates || onMatch === 'create';
  const records = leads.map((lead) => ({ ...lead, ...(ownerId ? { OwnerId: ownerId } : {}) }));
  return saveWithFallbackOwner(records, options.fallbackOwnerId, (some, forFallback) => {
    const assignmentRules = !ownerId && !forFallback;
    if (options.notifyOwner) return salesforce.createNotifying('Lead', some, { assignmentRules, allowDuplicates });
    return salesforce.createRecords('Lead', some, {
      'Sforce-Auto-Assign': assignmentRules ? 'TRUE' : 'FALSE',
      ...(allowDuplicates ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
    });
  });
}
