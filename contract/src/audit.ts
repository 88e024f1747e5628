import { type Static, Type } from 'typebox';
import { Id, Moment } from './common.ts';

export const AuditEntryView = Type.Object({
  id: Id,
  at: Moment,
  actor: Type.String(),
  address: Type.Union([Type.String(), Type.Null()]),
  action: Type.String({ examples: ['user/created'] }),
  target: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntryView = Static<typeof AuditEntryView>;

export const AuditQuery = Type.Object({
  before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only entries older than the one with this id.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
});
export type AuditQuery = Static<typeof AuditQuery>;

/** Newest first. `next` is the `before` of the following page, null on the last one. */
export const AuditPage = Type.Object({
  entries: Type.Array(AuditEntryView),
  next: Type.Union([Id, Type.Null()]),
});
export type AuditPage = Static<typeof AuditPage>;
