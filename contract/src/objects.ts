import { type Static, Type } from 'typebox';
import { Id, Moment } from './common.ts';

/** Custom objects in the sync (SYN-13). */

const Value = Type.Union([Type.String(), Type.Null()]);

/** How records lead to people: `Order__c → Order__c.Account__c → Account`. */
const Links = Type.Array(
  Type.String({ examples: ['Holder__c → Contact', 'Order__c → Order__c.Account__c → Account'] }),
);

export const objectStates = ['available', 'synced', 'leads-on', 'stopped', 'not-visible'] as const;

export const ObjectView = Type.Object({
  name: Type.String({ description: 'API name.' }),
  label: Type.String(),
  state: Type.Enum([...objectStates], {
    description:
      'leads-on: pulled because another object leads to people through it. stopped: its data is kept. not-visible: it was added, ' +
      'and the sync user no longer sees it or its link to people; its data is kept.',
  }),
  links: Links,
  leadsOn: Type.Array(Type.String(), { description: 'Objects that lead to people through this one.' }),
  records: Type.Integer({ description: 'Records that are here.' }),
});
export type ObjectView = Static<typeof ObjectView>;

export const ObjectList = Type.Object({ objects: Type.Array(ObjectView) });

export const ObjectParams = Type.Object({ name: Type.String({ examples: ['Seat__c'] }) });

export const ObjectInput = Type.Object({
  hide: Type.Optional(Type.Array(Type.String(), { description: 'Fields that shall not sync.' })),
});

export const ObjectFields = Type.Object({
  fields: Type.Array(
    Type.Object({
      field: Type.String({ description: 'API name.' }),
      label: Type.String(),
      type: Type.String(),
      synced: Type.Boolean(),
      link: Type.Boolean({ description: 'Says whom a record belongs to, and therefore always syncs.' }),
    }),
  ),
});
export type ObjectFields = Static<typeof ObjectFields>;
export type ObjectField = ObjectFields['fields'][number];

export const ObjectFieldsInput = Type.Object({
  hide: Type.Optional(Type.Array(Type.String())),
  show: Type.Optional(Type.Array(Type.String(), { description: 'Existing values are filled in by the next cycle.' })),
});

const record = {
  id: Id,
  sfdcId: Value,
  createdAt: Moment,
  updatedAt: Moment,
  values: Type.Record(Type.String(), Value),
  inDefaultCurrency: Type.Record(Type.String(), Value, {
    description: 'Its amounts in the default currency (SYN-12).',
  }),
};

export const ObjectRecordPage = Type.Object({
  records: Type.Array(Type.Object(record)),
  next: Type.Union([Type.Integer(), Type.Null()]),
});
export type ObjectRecordPage = Static<typeof ObjectRecordPage>;

/** A record of an added object that belongs to a person. */
export const PersonObjectRecord = Type.Object({
  object: Type.String(),
  label: Type.String(),
  via: Links,
  ...record,
});
export type PersonObjectRecord = Static<typeof PersonObjectRecord>;
