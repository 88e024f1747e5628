import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDismissNotification, useReadNotification } from '../api/notifications.ts';
import { useMay } from '../session.tsx';

/** Read and dismiss, for administrators. What is gone by itself needs neither. */
export function NotificationActions({ notification: { id, readAt, resolvedAt } }: { notification: NotificationView }) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const reading = useReadNotification();
  const dismissing = useDismissNotification();
  if (!admin || resolvedAt !== null) return null;
  return (
    <Group gap={6}>
      {readAt === null && (
        <Button size="compact-sm" variant="default" onClick={() => reading.mutate(id)} loading={reading.isPending}>
          {t('notifications.read')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => dismissing.mutate(id)} loading={dismissing.isPending}>
        {t('notifications.dismiss')}
      </Button>
    </Group>
  );
}
