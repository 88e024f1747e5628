import { notificationKinds } from '@lockstep/contract/choices.ts';
import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { Badge, Button, Group, NativeSelect, Skeleton, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNotificationHistory } from '../../api/notifications.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useNoticeWords } from '../../i18n/use-notice-words.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NotificationActions } from '../../ui/notification-actions.tsx';
import { NotificationLink } from '../../ui/notification-link.tsx';
import { Page } from '../../ui/page.tsx';
import { Told } from '../../ui/told.tsx';
import { useAddress } from '../../ui/use-address.ts';

/** Everything administrators were told, as the address says: of one kind, and what is over too (OPS-4). */
export default function NotificationsPage() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const [kind, all] = [address.get('kind') ?? '', address.get('all') === 'true'];
  const { data, error, refetch } = useNotificationHistory(all);
  return (
    <Page
      title={t('notifications.title')}
      subtitle={t('notifications.subtitle')}
      actions={
        <Button component={Link} to="/notifications/e-mail" variant="default">
          {t('notifications.mail.open')}
        </Button>
      }
    >
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t('notifications.kind')}
          value={kind}
          onChange={(event) => change({ kind: event.currentTarget.value })}
          data={[
            { value: '', label: t('salesforce.filter.all') },
            ...notificationKinds.map((value) => ({ value, label: t(`notifications.kinds.${value}`) })),
          ]}
        />
        <Switch
          label={t('notifications.withOver')}
          checked={all}
          onChange={(event) => change({ all: event.currentTarget.checked ? 'true' : null })}
          mb={8}
        />
      </Group>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <Notifications notifications={data.filter((one) => !kind || one.kind === kind)} />
      ) : (
        !error && <Skeleton h={240} />
      )}
    </Page>
  );
}

function Notifications({ notifications }: { notifications: readonly NotificationView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useNoticeWords();
  return (
    <DataTable
      label={t('notifications.title')}
      rows={notifications}
      keyOf={({ id }) => id}
      empty={t('notifications.none')}
      columns={[
        {
          name: 'kind',
          label: t('notifications.kind'),
          cell: (notification) => (
            <>
              <NotificationLink notification={notification}>
                {t(`notifications.kinds.${notification.kind}`)}
              </NotificationLink>
              <Text size="xs" c="dimmed" fw={400} style={{ overflowWrap: 'anywhere' }}>
                {notification.subject}
              </Text>
            </>
          ),
        },
        {
          name: 'message',
          label: t('notifications.message'),
          wide: true,
          cell: (notification) => {
            const { message, action } = words(notification);
            return (
              <>
                <Told words={message} />
                <Text size="sm">
                  <strong>{t('error.whatToDo')}:</strong> {action}
                </Text>
              </>
            );
          },
        },
        { name: 'state', label: t('users.state'), cell: (notification) => <State notification={notification} /> },
        {
          name: 'lastSeen',
          label: t('salesforce.errors.lastSeen'),
          cell: ({ firstSeen, lastSeen, times }) => (
            <span className="tabular on-one-line">
              {format.moment(lastSeen, 0)}
              <Text size="xs" c="dimmed">
                {t('salesforce.errors.firstSeen')}: {format.moment(firstSeen, 0)}
              </Text>
              {times > 1 && (
                <Text size="xs" c="dimmed">
                  {t('notifications.times')}: {format.count(times)}
                </Text>
              )}
            </span>
          ),
        },
        {
          name: 'actions',
          label: t('users.actions'),
          wide: true,
          cell: (notification) => <NotificationActions notification={notification} />,
        },
      ]}
    />
  );
}

function State({ notification: { readAt, resolvedAt } }: { notification: NotificationView }) {
  const { t } = useTranslation();
  const [state, colour] = resolvedAt
    ? (['over', 'gray'] as const)
    : readAt
      ? (['seen', 'gray'] as const)
      : (['new', 'cyan'] as const);
  return (
    <Badge variant="dot" color={colour}>
      {t(`notifications.states.${state}`)}
    </Badge>
  );
}
