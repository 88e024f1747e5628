import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNotifications } from '../../api/notifications.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useNoticeWords } from '../../i18n/use-notice-words.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NotificationActions } from '../../ui/notification-actions.tsx';
import { Section } from '../../ui/section.tsx';
import { Told } from '../../ui/told.tsx';

const kinds = ['field-new', 'field-gone', 'picklist'];

/** What changed and takes care of itself: new fields, fields that are gone, picklist values (FLD-6). */
export function SchemaNews() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useNoticeWords();
  const { data: notifications, error, refetch } = useNotifications();
  return (
    <Section title={t('schemaChanges.news')}>
      <Text maw={760}>{t('schemaChanges.newsExplanation')}</Text>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {notifications ? (
        <DataTable
          label={t('schemaChanges.news')}
          rows={notifications.filter(({ kind }) => kinds.includes(kind))}
          keyOf={({ id }) => id}
          empty={t('schemaChanges.noNews')}
          columns={[
            { name: 'kind', label: t('schemaChanges.what'), cell: ({ kind }) => t(`notifications.kinds.${kind}`) },
            { name: 'subject', label: t('database.filters.field'), cell: ({ subject }) => subject },
            {
              name: 'message',
              label: t('notifications.message'),
              wide: true,
              cell: (notification) => {
                const { message, action } = words(notification);
                return (
                  <>
                    <Told words={message} />
                    <Text size="sm" c="dimmed">
                      {action}
                    </Text>
                  </>
                );
              },
            },
            { name: 'at', label: t('audit.at'), cell: ({ lastSeen }) => format.moment(lastSeen, 0) },
            {
              name: 'actions',
              label: t('users.actions'),
              wide: true,
              cell: (notification) => <NotificationActions notification={notification} />,
            },
          ]}
        />
      ) : (
        !error && <Skeleton h={160} />
      )}
    </Section>
  );
}
