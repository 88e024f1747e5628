import type { Client } from '../../postgres/pool.ts';
import { acceptRename, declineRename, listRenames, type ProposedRename } from './renames.ts';
import {
  type Conversion,
  type HeldField,
  listConversions,
  listHeldFields,
  type Resolution,
  resolveTypeChange,
  undoConversion,
} from './type-changes.ts';

/** What of the org's schema waits for an administrator (FLD-6). */
export interface SchemaChanges {
  renames: ProposedRename[];
  types: HeldField[];
  /** What was decided about types and can be taken back. */
  conversions: Conversion[];
}

export async function listSchemaChanges(client: Client): Promise<SchemaChanges> {
  return {
    renames: await listRenames(client),
    types: await listHeldFields(client),
    conversions: await listConversions(client),
  };
}

/** `field` is the old or the new API name: `Lead.Region__c`. */
export async function decideRename(client: Client, field: string, decision: 'accept' | 'decline'): Promise<void> {
  await (decision === 'accept' ? acceptRename : declineRename)(client, field);
}

/** `field` is a field of Salesforce, `Lead.Region__c`; to undo, the marketing field. */
export async function decideType(client: Client, field: string, decision: Resolution | 'undo'): Promise<void> {
  if (decision === 'undo') await undoConversion(client, field);
  else await resolveTypeChange(client, field, decision);
}
