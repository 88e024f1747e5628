import type { NotificationKind } from '@lockstep/contract/choices.ts';
import { routes } from '../routes.tsx';
import { mayActAs, useSession } from '../session.tsx';

const places: Record<NotificationKind, string> = {
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
};

/** The page where one sees what a notification is about, and can do something; null for those who may not open it. */
export function useNotificationPlace(): (kind: NotificationKind) => string | null {
  const { user } = useSession();
  return (kind) => {
    const { role = 'viewer' } = routes.find(({ path }) => path === places[kind]) ?? {};
    return mayActAs(user.role, role) ? places[kind] : null;
  };
}
