import type { PersonObjectRecord } from '@lockstep/contract/objects.ts';
import { companyFieldOf } from '../mapping/company-fields.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { readFields } from '../subscription/field-catalog.ts';
import { explainMemberships, type MembershipExplanation } from './explain-memberships.ts';
import { listPersonObjects } from './read-objects.ts';
import { getPerson, type Person } from './read-people.ts';

/** Why one value is what it is, and what happens to it next. */
export interface ValueExplanation {
  field: string;
  label: string;
  value: string | null;
  /** Who set it last: salesforce, api, command line …; `first` when it is as the person was first seen. */
  source: string;
  since: string;
  /** `Lead.Title`; null when the field is not synced for this kind of person. */
  salesforceField: string | null;
  state: 'in step' | 'pending' | 'refused' | 'only here' | 'set by Salesforce' | 'shared with the company';
  /** The value both sides last agreed on, while a change is pending. */
  base: string | null;
  next: string;
}

export interface PersonExplanation {
  person: { id: number; sfdcId: string | null; sfdcType: string | null; deletedInSalesforce: boolean };
  /** What holds for the person as a whole. */
  summary: string;
  /** What Salesforce refused, if it is still open. */
  refused: { code: string; message: string; class: string; since: string; attempts: number; nextTry: string } | null;
  values: ValueExplanation[];
  /** Records of custom objects that belong to the person, and how. */
  objectRecords: Pick<PersonObjectRecord, 'object' | 'label' | 'sfdcId' | 'via'>[];
  memberships: MembershipExplanation[];
}

interface Source {
  field: string;
  at: string;
  source: string;
}

interface Mapped {
  field: string;
  object: string;
  sf_field: string;
  updateable: boolean;
}

/** For a person: where each value came from and when, what is pending, what was refused and why, what happens next. */
export async function explainPerson(client: Client, personId: number): Promise<PersonExplanation> {
  const person = await getPerson(client, personId);
  const sources = await lastSources(client, personId);
  const mapped = await mappedFields(client, person);
  const pending = await pendingBases(client, personId);
  const refused = await openRefusal(client, personId);
  const fields = (await readFields(client)).filter((f) => f.entity === 'person' && !f.hidden);
  const values = fields
    .filter((f) => person.values[f.name] !== null || pending.has(f.name))
    .map((f): ValueExplanation => {
      const mapping = mapped.get(f.name);
      const source = sources.get(f.name);
      const state = stateOf(person, f.name, mapping, pending, refused);
      return {
        field: f.name,
        label: f.label,
        value: person.values[f.name] ?? null,
        source: source?.source ?? 'first',
        since: isoTime(source?.at ?? null) ?? person.createdAt,
        salesforceField: mapping ? `${mapping.object}.${mapping.sf_field}` : null,
        state,
        base: pending.get(f.name) ?? null,
        next: nextOf(state, refused),
      };
    });
  const deleted = person.values.sfdcIsDeleted === 'true';
  return {
    person: { id: person.id, sfdcId: person.sfdcId, sfdcType: person.sfdcType, deletedInSalesforce: deleted },
    summary: summaryOf(person, deleted, pending.size, refused),
    refused,
    values,
    objectRecords: (await listPersonObjects(client, personId)).map(({ object, label, sfdcId, via }) => ({
      object,
      label,
      sfdcId,
      via,
    })),
    memberships: await explainMemberships(client, personId),
  };
}

async function lastSources(client: Client, personId: number): Promise<Map<string, Source>> {
  const { rows } = await client.query<Source>(sql`
    select distinct on (field) field, at, source from activity
     where person_id = ${personId} and field is not null order by field, id desc`);
  return new Map(rows.map((row) => [row.field, row]));
}

async function mappedFields(client: Client, person: Person): Promise<Map<string, Mapped>> {
  const { rows } = await client.query<Mapped>(sql`
    select field, object, sf_field, updateable from field_mapping
     where object = ${person.sfdcType} and entity = 'person' and chosen`);
  return new Map(rows.map((row) => [row.field, row]));
}

async function pendingBases(client: Client, personId: number): Promise<Map<string, string | null>> {
  const { rows } = await client.query<{ field: string; base: string | null }>(sql`
    select f.name as field, c.base from pending_change c join field f on f.id = c.field_id where c.person_id = ${personId}`);
  return new Map(rows.map((row) => [row.field, row.base]));
}

async function openRefusal(client: Client, personId: number): Promise<PersonExplanation['refused']> {
  const { rows } = await client.query(sql`
    select code, message, class, first_seen, attempts, retry_at from record_error
     where person_id = ${personId} and direction = 'to-salesforce' and resolved_at is null and program_id is null`);
  const [error] = rows;
  if (!error) return null;
  const nextTry =
    error.class === 'retry-later'
      ? `after ${isoTime(error.retry_at)}`
      : error.class === 'wait-for-change'
        ? "when the person, the record or the org's fields change"
        : 'when somebody has granted the permission and asks for a retry, or the person changes';
  const { code, message, attempts } = error;
  return { code, message, class: error.class, since: isoTime(error.first_seen), attempts, nextTry };
}

function stateOf(
  person: Person,
  field: string,
  mapping: Mapped | undefined,
  pending: ReadonlyMap<string, unknown>,
  refused: PersonExplanation['refused'],
): ValueExplanation['state'] {
  if (pending.has(field)) return refused ? 'refused' : 'pending';
  if (person.sfdcType === 'Contact' && companyFieldOf[field]) return 'shared with the company';
  if (!mapping) return 'only here';
  return mapping.updateable ? 'in step' : 'set by Salesforce';
}

function nextOf(state: ValueExplanation['state'], refused: PersonExplanation['refused']): string {
  switch (state) {
    case 'pending':
      return 'Goes to Salesforce in the next cycle.';
    case 'refused':
      return `Is tried again ${refused?.nextTry}.`;
    case 'in step':
      return 'Nothing: both sides are the same, as of the last pull.';
    case 'only here':
      return 'Nothing: this field is not synced for this kind of person.';
    case 'set by Salesforce':
      return 'Nothing: the sync user may not change it; it follows Salesforce.';
    case 'shared with the company':
      return 'Follows the account; an edit here lasts until the account changes in Salesforce.';
  }
}

function summaryOf(person: Person, deleted: boolean, pending: number, refused: PersonExplanation['refused']): string {
  if (!person.sfdcId) return 'Not in Salesforce. The cycle never creates it there; Sync Person does.';
  if (deleted) return 'Deleted in Salesforce: kept here, nothing is pushed. Sync Person would create a new lead.';
  if (refused) return `Salesforce refused the last change: ${refused.message}`;
  if (pending > 0) return `${pending} changed ${pending === 1 ? 'field waits' : 'fields wait'} for the next cycle.`;
  return 'In step with Salesforce, as of the last pull.';
}
