import type { ChannelView } from '@lockstep/contract/programs.ts';
import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/programs.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ChannelDialog } from './channel-dialog.tsx';

/** Channels: kinds of programs, each with the statuses that members progress through (PRG). */
export default function ChannelsPage() {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const { data: channels, error, refetch } = useChannels();
  const [edited, setEdited] = useState<ChannelView | 'new' | null>(null);
  return (
    <Page
      title={t('navigation.channels')}
      subtitle={t('programs.channels.subtitle')}
      actions={admin && <Button onClick={() => setEdited('new')}>{t('programs.channels.create')}</Button>}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {channels ? <Channels channels={channels} onEdit={setEdited} /> : !error && <Skeleton h={400} />}
      {edited && <ChannelDialog channel={edited === 'new' ? undefined : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function Channels({ channels, onEdit }: { channels: readonly ChannelView[]; onEdit: (channel: ChannelView) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  return (
    <DataTable
      label={t('navigation.channels')}
      rows={channels}
      keyOf={({ id }) => id}
      empty={t('programs.channels.none')}
      columns={[
        { name: 'name', label: t('database.records.name'), cell: ({ name }) => name },
        {
          name: 'statuses',
          label: t('programs.channels.statuses'),
          wide: true,
          cell: ({ statuses }) => <Statuses statuses={statuses} />,
        },
        {
          name: 'programs',
          label: t('navigation.programs'),
          number: true,
          cell: ({ programs }) => format.count(programs),
        },
        ...(admin
          ? [
              {
                name: 'actions',
                label: t('users.actions'),
                cell: (channel: ChannelView) => (
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => onEdit(channel)}
                    aria-label={t('programs.channels.editOf', { channel: channel.name })}
                  >
                    {t('programs.edit')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Statuses({ statuses }: Pick<ChannelView, 'statuses'>) {
  const { t } = useTranslation();
  return (
    <Stack gap={0}>
      {statuses.map(({ name, step, success }) => (
        <Text key={name} size="sm" className="tabular">
          {step} · {name} {success && `(${t('programs.channels.success')})`}
        </Text>
      ))}
    </Stack>
  );
}
