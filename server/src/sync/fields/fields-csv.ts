import { csvOf } from '../../csv.ts';
import type { FieldDetail } from './manage-fields.ts';

/** Field management as a spreadsheet takes it (FLD-9). */
export function fieldsAsCsv(fields: readonly FieldDetail[]): string {
  const headings = [
    'entity',
    'name',
    'label',
    'type',
    'standard',
    'read only',
    'hidden',
    'Salesforce fields',
    'Salesforce types',
    'policies',
    'blocked sources',
    'blanks',
    'refreshed',
  ];
  return csvOf(
    headings,
    fields.map((f) => [
      f.entity,
      f.name,
      f.label,
      f.type,
      f.standard,
      f.readOnly,
      f.hidden,
      f.mappedTo.map((m) => `${m.object}.${m.sfField}`).join(' '),
      f.mappedTo.map((m) => m.sfType).join(' '),
      f.policies.map((p) => `${p.target}: ${p.policy}`).join('; '),
      f.blocked.join(', '),
      f.blanks,
      f.refreshed,
    ]),
  );
}
