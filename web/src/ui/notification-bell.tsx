import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { ActionIcon, Button, Group, Indicator, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDismissNotification, useNotifications, useReadNotification } from '../api/notifications.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useMay } from '../session.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Icon } from './icons.tsx';

/** What needs attention, at the top of every page (OPS-4); the number is of those nobody has read. */
export function NotificationBell() {
  const { t } = useTranslation();
  const { data: notifications = [], error } = useNotifications();
  const unread = notifications.filter(({ readAt }) => readAt === null).length;
  return (
    <Popover position="bottom-end" width={360} withArrow shadow="md">
      <Indicator label={unread} disabled={unread === 0} size={16} color="red.9" offset={4}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('notifications.label', { count: unread })}>
            <Icon name="bell" />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Text fw={600} size="sm" mb="xs">
          {t('notifications.title')}
        </Text>
        {error && <ErrorNotice error={error} />}
        {notifications.length === 0 && !error && <Text size="sm">{t('notifications.none')}</Text>}
        <ScrollArea.Autosize mah={400} type="auto">
          <Stack gap="md">
            {notifications.map((notification) => (
              <Entry key={notification.id} notification={notification} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function Entry({ notification }: { notification: NotificationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  const reading = useReadNotification();
  const dismissing = useDismissNotification();
  const { id, kind, subject, message, action, lastSeen, readAt } = notification;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={readAt ? 400 : 600}>
        {t(`notifications.kinds.${kind}`)}: {message}
      </Text>
      <Text size="sm">
        <strong>{t('error.whatToDo')}:</strong> {action}
      </Text>
      <Text size="xs" c="dimmed">
        {subject} · {format.moment(lastSeen, 0)}
      </Text>
      {admin && (
        <Group gap={6}>
          {readAt === null && (
            <Button size="compact-sm" variant="default" onClick={() => reading.mutate(id)} loading={reading.isPending}>
              {t('notifications.read')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => dismissing.mutate(id)}
            loading={dismissing.isPending}
          >
            {t('notifications.dismiss')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
