import { type Static, Type } from 'typebox';

/** The org as everybody may see it: where its records are. */
export const OrgView = Type.Object({
  instanceUrl: Type.Union([Type.String(), Type.Null()], {
    description: 'Followed by a record id it opens the record; null until an org is confirmed.',
  }),
});
export type OrgView = Static<typeof OrgView>;

/** Who can own records (SYN-12): active users, and queues. */
export const OwnerList = Type.Object({
  owners: Type.Array(
    Type.Object(
      { kind: Type.Enum(['user', 'queue']), id: Type.String(), name: Type.String() },
      {
        description: 'As flow actions take them.',
      },
    ),
  ),
});
export type OwnerList = Static<typeof OwnerList>;

export const OwnerQuery = Type.Object({
  search: Type.Optional(Type.String({ description: 'Part of the name.' })),
});
