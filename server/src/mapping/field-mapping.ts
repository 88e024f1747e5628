import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import type { FieldDescribe } from '../salesforce/salesforce.ts';
import { textOf, told } from '../told.ts';
import { type MarketingType, marketingTypeOf, typesAgree } from './field-type.ts';
import { type Entity, entityOf, standardMapping, takesPart } from './standard-fields.ts';

/**
 * The mapping document: which Salesforce field is which marketing field. Pure values: changes return a new list, and the
 * store writes it. Before the start, Lead and Contact custom fields can be combined and separated (SET-8).
 */
export interface FieldMapping {
  object: string;
  sfField: string;
  sfLabel: string;
  sfType: string;
  type: MarketingType;
  custom: boolean;
  /** May be written in Salesforce: not a formula, and editable for the sync user. */
  updateable: boolean;
  createable: boolean;
  /** The marketing field (by name) that holds the value. */
  field: string;
  entity: Entity;
  /** Standard mappings are fixed. */
  origin: 'standard' | 'automatic' | 'manual' | 'own';
  /** Ticked in the field list of Sync Fields. */
  chosen: boolean;
}

/** What the field list of SET-6 shows of a visible field. */
export interface FieldListEntry {
  object: string;
  sfField: string;
  label: string;
  sfType: string;
  custom: boolean;
  type: MarketingType | null;
  /** Takes part in the sync unless unticked: a default mapping, or a custom field whose type can be stored. */
  takesPart: boolean;
  reason: string;
  /** The words of the reason. */
  told: Told[];
}

/** Every field the sync user can see, and whether it would take part (SET-6, FLD-5). */
export function listFields(object: string, fields: FieldDescribe[]): FieldListEntry[] {
  return fields.map((field) => {
    const type = marketingTypeOf(field);
    const standard = standardMapping(object, field.name) !== undefined;
    const why = reasonFor(field, type, standard);
    return {
      object,
      sfField: field.name,
      label: field.label,
      sfType: field.type,
      custom: field.custom,
      type,
      takesPart: type !== null && takesPart(object, field),
      reason: textOf([why]),
      told: [why],
    };
  });
}

function reasonFor(field: FieldDescribe, type: MarketingType | null, standard: boolean): Told {
  if (type === null) return told`A field of type ${field.type} has no value of its own to sync.`;
  if (standard) return told`Standard mapping.`;
  if (field.custom) return field.calculated ? told`Custom formula field: read only.` : told`Custom field.`;
  return told`Standard field without a marketing field: not synced.`;
}

/**
 * The first mapping of everything that was chosen: standard mappings, Lead and Contact custom fields of a like name
 * combined (SET-8), every other custom field a marketing field of its own.
 */
export function mapFields(
  describes: ReadonlyMap<string, FieldDescribe[]>,
  unticked: ReadonlySet<string>,
): FieldMapping[] {
  const mappings = [...describes].flatMap(([object, fields]) =>
    fields.flatMap((field) => {
      const mapping = mapOne(object, field);
      return mapping ? [{ ...mapping, chosen: !unticked.has(fieldKey(object, field.name)) }] : [];
    }),
  );
  return combineAlike(mappings);
}

export const fieldKey = (object: string, sfField: string): string => `${object}.${sfField}`;

function mapOne(object: string, field: FieldDescribe): FieldMapping | null {
  const type = marketingTypeOf(field);
  const standard = standardMapping(object, field.name);
  if (type === null || !takesPart(object, field)) return null;
  return {
    object,
    sfField: field.name,
    sfLabel: field.label,
    sfType: field.type,
    type,
    custom: field.custom,
    updateable: field.updateable && !field.calculated,
    createable: field.createable && !field.calculated,
    field: standard ?? ownFieldName(object, field.name),
    entity: entityOf(object),
    origin: standard ? 'standard' : 'own',
    chosen: true,
  };
}

/** A contact's own custom field must not collide with a lead's of the same API name. */
function ownFieldName(object: string, sfField: string): string {
  return object === 'Contact' ? `${sfField}_contact` : sfField;
}

/** Alike: the same API name, or the same label, letters and digits alone counted; and types that agree. */
function combineAlike(mappings: FieldMapping[]): FieldMapping[] {
  const own = (object: 'Lead' | 'Contact') =>
    mappings.filter((m) => m.object === object && m.origin === 'own' && m.chosen);
  const taken = new Set<string>();
  const partner = new Map<FieldMapping, FieldMapping>();
  for (const essence of [
    (m: FieldMapping) => bare(m.sfField.replace(/__c$/i, '')),
    (m: FieldMapping) => bare(m.sfLabel),
  ]) {
    for (const contact of own('Contact')) {
      if (partner.has(contact)) continue;
      const lead = own('Lead').find(
        (m) => !taken.has(m.sfField) && essence(m) === essence(contact) && typesAgree(m.type, contact.type),
      );
      if (!lead) continue;
      taken.add(lead.sfField);
      partner.set(contact, lead);
    }
  }
  return mappings.map((m) => {
    const lead = partner.get(m);
    if (lead) return { ...m, field: lead.field, origin: 'automatic' as const };
    return m;
  });
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Custom person fields that stand alone: what *Unmapped custom fields* lists (SET-8). */
export function unmappedCustomFields(mappings: readonly FieldMapping[]): FieldMapping[] {
  const shared = new Set(
    mappings.filter((m) =>
      mappings.some((other) => other.object !== m.object && other.entity === m.entity && other.field === m.field),
    ),
  );
  return mappings.filter(
    (m) => m.entity === 'person' && m.custom && m.origin !== 'standard' && m.chosen && !shared.has(m),
  );
}

/**
 * Combines two custom fields, one of Lead and one of Contact, into the marketing field of `onto`.
 * Refuses with `setup/mapping-refused` and the reason when they do not fit.
 */
export function combineFields(mappings: readonly FieldMapping[], dragged: string, onto: string): FieldMapping[] {
  const a = find(mappings, dragged);
  const b = find(mappings, onto);
  for (const m of [a, b]) {
    if (m.origin === 'standard')
      refuse(told`${fieldKey(m.object, m.sfField)} has a standard mapping, and standard mappings are fixed.`);
    if (m.entity !== 'person')
      refuse(
        told`${fieldKey(m.object, m.sfField)} belongs to ${m.object}: only Lead and Contact fields can be combined.`,
      );
    if (!m.chosen) refuse(told`${fieldKey(m.object, m.sfField)} is not one of the chosen fields.`);
  }
  if (a.object === b.object)
    refuse(told`Both fields belong to ${a.object}: a marketing field takes one field of Lead and one of Contact.`);
  if (!typesAgree(a.type, b.type)) {
    refuse(
      told`${fieldKey(a.object, a.sfField)} holds ${a.type} values and ${fieldKey(b.object, b.sfField)} ${b.type} values: types must agree.`,
    );
  }
  const partnerOf = (m: FieldMapping) =>
    mappings.find(
      (other) => other !== m && other.object !== m.object && other.entity === m.entity && other.field === m.field,
    );
  if (partnerOf(a) === b) return [...mappings];
  for (const m of [a, b]) {
    const partner = partnerOf(m);
    if (partner)
      refuse(
        told`${fieldKey(m.object, m.sfField)} is already combined with ${fieldKey(partner.object, partner.sfField)}: break that mapping first.`,
      );
  }
  return mappings.map((m) => (m === a ? { ...m, field: b.field, origin: 'manual' as const } : m));
}

/** Gives a combined field a marketing field of its own again. */
export function breakMapping(mappings: readonly FieldMapping[], key: string): FieldMapping[] {
  const chosen = find(mappings, key);
  if (chosen.origin === 'standard') refuse(told`${key} has a standard mapping, and standard mappings are fixed.`);
  const sharing = mappings.filter((m) => m.entity === chosen.entity && m.field === chosen.field);
  if (sharing.length < 2) refuse(told`${key} is not combined with another field.`);
  // The field that gave the shared marketing field its name keeps it; the other one leaves.
  const leaving = must(sharing.find((m) => m.origin !== 'own') ?? chosen);
  return mappings.map((m) =>
    m === leaving ? { ...m, field: ownFieldName(m.object, m.sfField), origin: 'own' as const } : m,
  );
}

function find(mappings: readonly FieldMapping[], key: string): FieldMapping {
  const mapping = mappings.find((m) => fieldKey(m.object, m.sfField).toLowerCase() === key.toLowerCase());
  if (!mapping)
    throw new LockstepError(
      'request/not-found',
      told`No mapped field is called ${key}; write it as Lead.Field__c or Contact.Field__c.`,
    );
  return mapping;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new LockstepError('internal/unexpected', 'a combined mapping without members');
  return value;
}

function refuse(why: Told): never {
  throw new LockstepError('setup/mapping-refused', why);
}
