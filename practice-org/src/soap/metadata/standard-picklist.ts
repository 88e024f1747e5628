import type { XmlElement } from '../../identity/soap/soap-envelope.ts';
import type { FieldMeta } from '../../metadata/metadata.ts';
import type { OrgContext } from '../../org-context.ts';

/** From this version on the values of standard picklists are in StandardValueSet instead. */
const versionWithValueSets = 38;

/** Where more is known of a value than its name. */
const details: Record<string, string> = {
  'Lead.Status': 'select "ApiName" as value, true as converted from org."LeadStatus" where "IsConverted"',
  'Task.Status': 'select "ApiName" as value, true as closed from org."TaskStatus" where "IsClosed"',
  'Opportunity.StageName': `
    select "ApiName" as value, "IsClosed" as closed, "IsWon" as won, "DefaultProbability"::int as probability,
           "ForecastCategoryName" as "forecastCategory" from org."OpportunityStage"`,
};

/** A standard picklist as readMetadata answers it: with its values before 38.0, without them since. */
export async function standardPicklist(
  { pool }: OrgContext,
  version: string,
  object: string,
  { name, describe }: FieldMeta,
): Promise<XmlElement> {
  const fullName = `${object}.${name}`;
  const plain = { fullName, trackHistory: false };
  if (Number(version) >= versionWithValueSets) return { ...plain, type: 'Picklist' };
  const statement = details[fullName];
  const { rows } = statement ? await pool.query<XmlElement & { value: string }>(statement) : { rows: [] };
  const picklistValues = describe.picklistValues.map(({ value, defaultValue }) => {
    const { value: _, ...more } = rows.find((row) => row.value === value) ?? { value };
    return { fullName: value, ...more, default: defaultValue };
  });
  return { ...plain, picklist: { picklistValues, sorted: false }, type: 'Picklist' };
}
