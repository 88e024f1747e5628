import { type Static, Type } from 'typebox';
import { Id, Moment } from './common.ts';
import { Role } from './session.ts';

export const UserView = Type.Object({
  id: Id,
  email: Type.String(),
  name: Type.String(),
  role: Role,
  disabled: Type.Boolean(),
  createdAt: Moment,
  lastSignedInAt: Type.Union([Moment, Type.Null()]),
});
export type UserView = Static<typeof UserView>;

export const UserList = Type.Object({ users: Type.Array(UserView) });
export type UserList = Static<typeof UserList>;

export const NewApiToken = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), role: Role });
export type NewApiToken = Static<typeof NewApiToken>;

export const ApiTokenView = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  startsWith: Type.String({ description: 'The first characters, to tell tokens apart.' }),
  createdBy: Type.Union([Type.String(), Type.Null()]),
  createdAt: Moment,
  lastUsedAt: Type.Union([Moment, Type.Null()]),
  revokedAt: Type.Union([Moment, Type.Null()]),
});
export type ApiTokenView = Static<typeof ApiTokenView>;

export const ApiTokenList = Type.Object({ tokens: Type.Array(ApiTokenView) });
export type ApiTokenList = Static<typeof ApiTokenList>;

export const CreatedApiToken = Type.Object({
  token: Type.String({ description: 'The token itself. It is shown this once and stored only as a hash.' }),
  view: ApiTokenView,
});
export type CreatedApiToken = Static<typeof CreatedApiToken>;
