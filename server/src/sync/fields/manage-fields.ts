import { LockstepError } from '../../errors.ts';
import type { FieldMapping } from '../../mapping/field-mapping.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import {
  type BlankPolicy,
  type Field,
  hideUnmapped,
  readFields,
  readMappings,
} from '../../subscription/field-catalog.ts';
import { told } from '../../told.ts';
import { listPolicies, refuseStuckFields } from '../conflict-policies.ts';
import { readKnownFields } from './known-fields.ts';

/** Where values come from (FLD-9); `api` is every program that uses the HTTP API. */
export const sources = ['salesforce', 'api', 'form', 'import', 'flow', 'command line'] as const;
export type Source = (typeof sources)[number];

/** A field with everything that uses it. */
export interface FieldDetail extends Field {
  mappedTo: { object: string; sfField: string; sfType: string; readOnly: boolean }[];
  policies: { target: string; policy: string }[];
  /** Read again by the sweep, marked or not. */
  refreshed: boolean;
  /** What may be chosen for a picklist: where Lead and Contact differ, what both have (FLD-6). */
  picklist: { common: string[]; byField: Record<string, string[]> } | null;
}

export interface FieldChanges {
  label?: string;
  hidden?: boolean;
  volatile?: boolean;
  blanks?: BlankPolicy;
  blocked?: Source[];
}

export async function listFieldDetails(client: Client): Promise<FieldDetail[]> {
  const [fields, mappings, policies, known] = [
    await readFields(client),
    await readMappings(client),
    await listPolicies(client),
    await readKnownFields(client),
  ];
  return fields.map((field) => {
    const own = mappings.filter((m) => m.chosen && m.entity === field.entity && m.field === field.name);
    const knownOf = (m: FieldMapping) => known.find((k) => k.object === m.object && k.sfField === m.sfField);
    const targets = own.map((m) => `${m.object}.${m.sfField}`);
    return {
      ...field,
      mappedTo: own.map((m) => ({
        object: m.object,
        sfField: m.sfField,
        sfType: m.sfType,
        readOnly: !m.updateable || field.readOnly,
      })),
      policies: policies.filter((p) => targets.includes(p.target)).map(({ target, policy }) => ({ target, policy })),
      refreshed: field.volatile || own.some((m) => knownOf(m)?.calculated),
      picklist: picklistOf(
        own.flatMap((m, index) => {
          const values = knownOf(m)?.picklist;
          return values ? [[targets[index] ?? '', values] as const] : [];
        }),
      ),
    };
  });
}

function picklistOf(lists: (readonly [string, string[]])[]): FieldDetail['picklist'] {
  const [first, ...others] = lists;
  if (!first) return null;
  const common = first[1].filter((value) => others.every(([, values]) => values.includes(value)));
  return { common, byField: Object.fromEntries(lists) };
}

/** By name: `region__c` is a field of people, `company.industry` one of companies. */
export async function findField(client: Client, name: string): Promise<FieldDetail> {
  const [entity, own] = name.includes('.') ? name.split('.', 2) : ['person', name];
  const found = (await listFieldDetails(client)).find(
    (f) => f.entity === entity && f.name.toLowerCase() === own?.toLowerCase(),
  );
  if (found) return found;
  throw new LockstepError(
    'request/not-found',
    told`There is no field ${name}; fields of companies are written company.industry.`,
  );
}

/** Field management (FLD-9). What is not named stays. */
export async function changeField(client: Client, name: string, changes: FieldChanges): Promise<FieldDetail> {
  const field = await findField(client, name);
  if (changes.label !== undefined) await rename(client, field, changes.label.trim());
  if (changes.hidden !== undefined) await putAway(client, field, changes.hidden);
  if (changes.volatile !== undefined)
    await client.query(sql`update field set volatile = ${changes.volatile} where id = ${field.id}`);
  if (changes.blanks !== undefined) {
    refuseOpportunity(field, 'what a blank means');
    await client.query(sql`update field set blanks = ${changes.blanks} where id = ${field.id}`);
  }
  if (changes.blocked !== undefined) await block(client, field, changes.blocked);
  return findField(client, `${field.entity}.${field.name}`);
}

async function rename(client: Client, field: Field, label: string): Promise<void> {
  if (label === '') throw new LockstepError('request/invalid', told`A field needs a label.`);
  await client.query(sql`update field set label = ${label} where id = ${field.id}`);
}

/** A hidden field goes on syncing and keeps its data: it is only out of the way of people. */
async function putAway(client: Client, field: Field, hidden: boolean): Promise<void> {
  if (field.standard)
    throw new LockstepError('request/invalid', told`${field.name} is a standard field: it can't be hidden.`);
  await client.query(sql`update field set put_away = ${hidden} where id = ${field.id}`);
  await hideUnmapped(client);
}

async function block(client: Client, field: Field, blocked: readonly Source[]): Promise<void> {
  refuseOpportunity(field, 'which sources are blocked');
  if (field.name === 'sfdcIsDeleted')
    throw new LockstepError(
      'request/invalid',
      told`${field.name} is how a deletion in Salesforce is known: nothing may block it.`,
    );
  await client.query(sql`delete from field_block where field_id = ${field.id}`);
  await client.query(sql`
    insert into field_block (field_id, source) select ${field.id}, unnest(${blocked}::text[]) on conflict do nothing`);
  await refuseStuckFields(client);
}

function refuseOpportunity({ entity, name }: Field, what: string): void {
  if (entity === 'opportunity')
    throw new LockstepError(
      'request/invalid',
      told`Salesforce alone writes opportunities: ${what} can't be chosen for ${name}.`,
    );
}
