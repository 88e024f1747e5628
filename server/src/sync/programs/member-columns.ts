import { marketingTypeOf, typesAgree } from '../../mapping/field-type.ts';
import type { FixedColumn } from '../../mapping/fixed-objects.ts';
import { memberColumnType } from '../../mapping/render-members.ts';
import type { Client } from '../../postgres/pool.ts';
import { dropRemovedColumns, readMemberFields } from '../../programs/member-fields.ts';
import type { ObjectDescribe } from '../../salesforce/salesforce.ts';
import { told } from '../../told.ts';
import type { StepProgress } from '../step.ts';

/**
 * The columns of campaign members that member fields are mapped to (PRG). A field that was hidden or whose type changed leaves
 * the plan, with a note, and keeps its data (FLD-6).
 */
export async function memberColumns(
  client: Client,
  describe: ObjectDescribe | undefined,
  progress?: Pick<StepProgress, 'note'>,
): Promise<Map<string, FixedColumn[]>> {
  await dropRemovedColumns(client);
  const columns = (await readMemberFields(client)).flatMap((field): FixedColumn[] => {
    if (field.salesforceField === null) return [];
    const found = describe?.fields.find((f) => f.name === field.salesforceField);
    const type = found && marketingTypeOf(found);
    if (type && typesAgree(type, field.type)) {
      return [{ source: field.salesforceField, column: field.column, type: memberColumnType(field) }];
    }
    if (describe) {
      progress?.note(
        found
          ? told`CampaignMember.${field.salesforceField} is ${found.type} now: the member field ${field.name} does not sync.`
          : told`CampaignMember.${field.salesforceField} is not visible to the sync user: the member field ${field.name} does not sync.`,
      );
    }
    return [];
  });
  return new Map([['CampaignMember', columns]]);
}
