/** Lists of values without schemas: for programs that don't check messages, such as the pages. */

/** What Sync Person does when somebody with the e-mail address exists in Salesforce. */
export const matchChoices = ['link', 'create', 'ask'] as const;

/** What other programs can report of a person. */
export const reportedTypes = [
  'form-filled',
  'email-sent',
  'email-delivered',
  'email-opened',
  'email-clicked',
  'added-to-list',
  'removed-from-list',
  'sales-email-sent',
  'sales-email-opened',
  'sales-email-clicked',
  'sales-email-received',
  'removed-from-flow',
] as const;
export type ReportedType = (typeof reportedTypes)[number];

/** What administrators are told without having to look (OPS-4). */
export const notificationKinds = [
  'credentials',
  'permission',
  'api-limit',
  'sync-failed',
  'field-new',
  'field-gone',
  'field-type',
  'field-rename',
  'picklist',
  'defect',
  'loop',
  'mail',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** What one can be told by e-mail: everything but that e-mails do not go out. */
export const mailableKinds = notificationKinds.filter((kind) => kind !== 'mail');
export type MailableKind = (typeof mailableKinds)[number];
/** What administrators get by e-mail who have not chosen: what stops the sync, or makes it wrong. */
export const urgentKinds: readonly MailableKind[] = [
  'credentials',
  'permission',
  'api-limit',
  'sync-failed',
  'defect',
  'loop',
];

/** What a custom field of program members can hold. */
export const memberFieldTypes = [
  'string',
  'text',
  'email',
  'phone',
  'url',
  'reference',
  'boolean',
  'integer',
  'float',
  'currency',
  'percent',
  'date',
  'datetime',
] as const;
