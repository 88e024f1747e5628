import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useReadNotification } from '../api/notifications.ts';
import { useMay } from '../session.tsx';
import { useNotificationPlace } from './notification-place.ts';

interface Props {
  notification: NotificationView;
  onOpen?: () => void;
  children: ReactNode;
}

/** Opens the page that a notification is about; whoever may, has read it then. */
export function NotificationLink({ notification: { id, kind, readAt }, onOpen, children }: Props) {
  const admin = useMay('admin');
  const place = useNotificationPlace()(kind);
  const reading = useReadNotification();
  if (!place) return <>{children}</>;
  const open = () => {
    if (admin && readAt === null) reading.mutate(id);
    onOpen?.();
  };
  return (
    <Anchor component={Link} to={place} onClick={open} underline="always" inherit>
      {children}
    </Anchor>
  );
}
