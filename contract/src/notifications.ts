import { type Static, Type } from 'typebox';
import { notificationKinds } from './choices.ts';
import { Id, Moment, Told } from './common.ts';

const MaybeMoment = Type.Union([Moment, Type.Null()]);

/** What administrators are told: one per cause, while it lasts (OPS-4). */
export const NotificationView = Type.Object({
  id: Id,
  kind: Type.Enum([...notificationKinds]),
  subject: Type.String({ examples: ['Lead.Region__c', 'sf/invalid-login'] }),
  message: Type.String({ description: 'What happened.' }),
  action: Type.String({ description: 'What to do about it.' }),
  told: Type.Union([Type.Object({ message: Type.Array(Told), action: Type.Array(Told) }), Type.Null()], {
    description: 'The words of both; null when an older version wrote them.',
  }),
  times: Type.Integer({ description: 'How often it was seen.' }),
  firstSeen: Moment,
  lastSeen: Moment,
  readAt: MaybeMoment,
  resolvedAt: MaybeMoment,
});
export type NotificationView = Static<typeof NotificationView>;

export const NotificationQuery = Type.Object({
  all: Type.Optional(Type.Boolean({ description: 'Those that were dismissed or whose cause is gone, too.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});
export const NotificationList = Type.Object({ notifications: Type.Array(NotificationView) });
