import type { NotificationKind } from './choices.ts';

/** How kinds of notifications are called, on pages and in e-mails; in Dutch: nl/notification-kinds.ts. */
export const kindNames: Record<NotificationKind, string> = {
  credentials: 'Credentials',
  permission: 'Permission',
  'api-limit': 'API limit',
  'sync-failed': 'Sync failed',
  'field-new': 'New field',
  'field-gone': 'Field is gone',
  'field-type': 'Type of a field',
  'field-rename': 'Renamed field',
  picklist: 'Picklist',
  defect: 'Unexplained difference',
  loop: 'Loop',
  mail: 'E-mail',
};

/** The page of the web application where one sees what a notification is about, and can do something. */
export const notificationPlaces: Record<NotificationKind, string> = {
  credentials: '/sync-with-salesforce/credentials',
  permission: '/sync-with-salesforce/prepare',
  'api-limit': '/salesforce/api-usage',
  'sync-failed': '/salesforce',
  'field-new': '/field-management/schema-changes',
  'field-gone': '/field-management/schema-changes',
  'field-type': '/field-management/schema-changes',
  'field-rename': '/field-management/schema-changes',
  picklist: '/field-management/schema-changes',
  defect: '/salesforce/verify',
  loop: '/salesforce/sync-errors',
  mail: '/notifications/e-mail',
};
