import { type FieldMapping, fieldKey } from '../../mapping/field-mapping.ts';
import { likelyRenames } from '../../mapping/field-renames.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { readFields, readMappings, writeMappings } from '../../subscription/field-catalog.ts';
import { type Notice, raiseNotices, settleNotices } from '../../subscription/notifications.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import type { Engine } from '../engine.ts';
import { adoptFields, changedTypes, type Describes, unknownFields, vanishedFields } from '../new-fields.ts';
import {
  type KnownField,
  knownField,
  picklistNotice,
  readDurableIds,
  readKnownFields,
  rememberFields,
} from './known-fields.ts';
import { keepProposals, renameNotice } from './renames.ts';
import { keepTypeChanges, typeNotice } from './type-changes.ts';

/** What the schema of the org means for the mapping now. */
export interface FollowedFields {
  mappings: FieldMapping[];
  /** Fields that take part from now on. */
  added: FieldMapping[];
  /** Fields that wait for an administrator because of their type; the subject is the key of the field. */
  held: Notice[];
}

/** The durable ids of fields that are not known yet, which costs a call; an org whose fields stay as they are costs none. */
export async function identifyFields(
  engine: Engine,
  subscription: Subscription,
  salesforce: Salesforce,
  describes: Describes,
): Promise<ReadonlyMap<string, string>> {
  const known = await inSubscription(engine.pool, subscription, readKnownFields);
  const keys = new Set(known.map((k) => fieldKey(k.object, k.sfField)));
  const objects = [...describes].flatMap(([object, fields]) =>
    fields.some((f) => f.custom && !keys.has(fieldKey(object, f.name))) ? [object] : [],
  );
  return objects.length === 0 ? new Map() : readDurableIds(salesforce, objects);
}

/**
 * Takes up what has changed since the last cycle (FLD-6): a new field takes part, unless it looks like one that vanished and is
 * proposed as its new name; a field whose type no longer fits is held; what administrators should know is told (OPS-4).
 */
export async function followFields(
  client: Client,
  describes: Describes,
  durableIds: ReadonlyMap<string, string>,
): Promise<FollowedFields> {
  const remembered = new Map((await readKnownFields(client)).map((k) => [fieldKey(k.object, k.sfField), k]));
  const known = await refreshMappings(client, describes, await readMappings(client));
  const ids = new Map([...[...remembered].map(([key, { durableId }]) => [key, durableId] as const), ...durableIds]);
  const unknown = unknownFields(describes, known);
  const vanished = vanishedFields(describes, known);
  const proposed = await keepProposals(client, likelyRenames(vanished, unknown, ids));
  const waiting = new Set(proposed.flatMap((r) => [fieldKey(r.object, r.oldField), fieldKey(r.object, r.newField)]));
  const isWaiting = (m: FieldMapping) => waiting.has(fieldKey(m.object, m.sfField));
  const added = unknown.filter((m) => !isWaiting(m));
  const mappings = await adoptFields(client, added, known);
  const changes = changedTypes(describes, mappings);
  await keepTypeChanges(client, changes);
  const held = changes.map(typeNotice);
  const gone = await withoutPutAway(
    client,
    vanished.filter((m) => !isWaiting(m)),
  );
  await settleNotices(
    client,
    ['field-gone', 'field-type', 'field-rename'],
    [...gone.map(goneNotice), ...held, ...proposed.map(renameNotice)],
  );
  await raiseNotices(client, [
    ...added.map(newNotice),
    ...(await remember(client, describes, [...mappings, ...unknown], ids, remembered)),
  ]);
  return { mappings, added, held };
}

/** What the sync user may do with a field, and its label, may change at any time. */
async function refreshMappings(
  client: Client,
  describes: Describes,
  known: readonly FieldMapping[],
): Promise<FieldMapping[]> {
  const fresh = known.map((m) => {
    const now = describes.get(m.object)?.find((f) => f.name === m.sfField);
    if (!now) return m;
    const [updateable, createable] = [now.updateable && !now.calculated, now.createable && !now.calculated];
    const isSame = m.updateable === updateable && m.createable === createable && m.sfLabel === now.label;
    return isSame ? m : { ...m, updateable, createable, sfLabel: now.label };
  });
  if (fresh.some((m, index) => m !== known[index])) await writeMappings(client, fresh);
  await readClosedFields(
    client,
    fresh.filter((m, index) => !m.updateable && known[index]?.updateable),
  );
  return fresh;
}

/** An edit that waits for a field that nobody here may change any more: Salesforce's value is read, and stands. */
async function readClosedFields(client: Client, closed: readonly FieldMapping[]): Promise<void> {
  const names = closed.map(({ object, sfField, field }) => ({ object, sfField, field }));
  await client.query(sql`
    insert into field_fill (object, sf_field)
    select distinct n.object, n."sfField"
      from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n(object text, "sfField" text, field text)
      join field f on f.entity = 'person' and f.name = n.field
      join pending_change c on c.field_id = f.id
      join person p on p.id = c.person_id and p.sfdc_type = n.object
    on conflict do nothing`);
}

/** Remembers the fields, and tells whose picklist values came or went. */
async function remember(
  client: Client,
  describes: Describes,
  mappings: readonly FieldMapping[],
  ids: ReadonlyMap<string, string | null>,
  remembered: ReadonlyMap<string, KnownField>,
): Promise<Notice[]> {
  const keys = new Set(mappings.map((m) => fieldKey(m.object, m.sfField)));
  const now = [...describes].flatMap(([object, fields]) =>
    fields
      .filter((f) => f.custom || keys.has(fieldKey(object, f.name)))
      .map((f) => knownField(object, f, ids.get(fieldKey(object, f.name)) ?? null)),
  );
  await rememberFields(client, now);
  return now.flatMap((field) => {
    const key = fieldKey(field.object, field.sfField);
    return keys.has(key) ? (picklistNotice(remembered.get(key), field) ?? []) : [];
  });
}

/** A marketing field that somebody hid is not missed. */
async function withoutPutAway(client: Client, vanished: readonly FieldMapping[]): Promise<FieldMapping[]> {
  const hidden = new Set((await readFields(client)).filter((f) => f.hidden).map((f) => `${f.entity}.${f.name}`));
  return vanished.filter((m) => !hidden.has(`${m.entity}.${m.field}`));
}

function newNotice({ object, sfField, sfLabel, field }: FieldMapping): Notice {
  return {
    kind: 'field-new',
    subject: fieldKey(object, sfField),
    message: [
      told`A new field is synced: ${object}.${sfField} (${sfLabel}), as the marketing field ${field}. Its existing values are filled in.`,
    ],
    action: [told`Nothing, if it is welcome. Otherwise hide it: Admin › Field management, or lockstep fields.`],
  };
}

function goneNotice({ object, sfField, sfLabel }: FieldMapping): Notice {
  return {
    kind: 'field-gone',
    subject: fieldKey(object, sfField),
    message: [
      told`${object}.${sfField} (${sfLabel}) can't be seen any more: it was deleted, or hidden from the sync user. It does not sync; its data is kept.`,
    ],
    action: [
      told`If it was hidden by mistake, grant the sync user Read access to it: it goes on by itself, and what changed meanwhile is filled in.`,
      told`If it is gone for good, hide the marketing field.`,
    ],
  };
}
