import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { ActionIcon, Anchor, Indicator, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNotifications } from '../api/notifications.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useNoticeWords } from '../i18n/use-notice-words.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Icon } from './icons.tsx';
import { NotificationActions } from './notification-actions.tsx';
import { NotificationLink } from './notification-link.tsx';

/** What needs attention, at the top of every page (OPS-4); the number is of those nobody has read. */
export function NotificationBell() {
  const { t } = useTranslation();
  const { data: notifications = [], error } = useNotifications();
  const [open, popover] = useDisclosure();
  const unread = notifications.filter(({ readAt }) => readAt === null).length;
  return (
    <Popover opened={open} onChange={popover.set} position="bottom-end" width={360} withArrow shadow="md">
      <Indicator label={unread} disabled={unread === 0} size={16} color="red.9" offset={4}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={popover.toggle}
            aria-label={t('notifications.label', { count: unread })}
          >
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
              <Entry key={notification.id} notification={notification} onOpen={popover.close} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Anchor component={Link} to="/notifications" onClick={popover.close} size="sm" mt="sm" display="block">
          {t('notifications.all')}
        </Anchor>
      </Popover.Dropdown>
    </Popover>
  );
}

function Entry({ notification, onOpen }: { notification: NotificationView; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, subject, lastSeen, readAt } = notification;
  const { message, action } = useNoticeWords()(notification);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={readAt ? 400 : 600}>
        <NotificationLink notification={notification} onOpen={onOpen}>
          {t(`notifications.kinds.${kind}`)}
        </NotificationLink>
        : {message.text}
      </Text>
      <Text size="sm">
        <strong>{t('error.whatToDo')}:</strong> {action}
      </Text>
      <Text size="xs" c="dimmed">
        {subject} · {format.moment(lastSeen, 0)}
      </Text>
      <NotificationActions notification={notification} />
    </Stack>
  );
}
