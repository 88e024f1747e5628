import type { NotificationKind } from '@lockstep/contract/choices.ts';
import { notificationPlaces } from '@lockstep/contract/notification-kinds.ts';
import { routes } from '../routes.tsx';
import { mayActAs, useSession } from '../session.tsx';

/** The page where one sees what a notification is about, and can do something; null for those who may not open it. */
export function useNotificationPlace(): (kind: NotificationKind) => string | null {
  const { user } = useSession();
  return (kind) => {
    const { role = 'viewer' } = routes.find(({ path }) => path === notificationPlaces[kind]) ?? {};
    return mayActAs(user.role, role) ? notificationPlaces[kind] : null;
  };
}
