import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePrograms, useProgramsInStep } from '../../api/programs.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { useSearchAddress } from '../database/use-search-address.ts';
import { CampaignState } from './campaign-state.tsx';
import { CreateProgram } from './create-program.tsx';

/** Programs: what marketing does, with whom, and with which campaign it is in step (PRG). */
export default function ProgramsPage() {
  const { t } = useTranslation();
  const marketer = useMay('marketer');
  const [search, setSearch] = useSearchAddress();
  const [creating, create] = useDisclosure();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = usePrograms({ search });
  const programs = useMemo(() => data?.pages.flatMap((page) => page.programs) ?? [], [data]);
  const columns = useColumns();
  useProgramsInStep();
  const button = marketer && <Button onClick={create.open}>{t('programs.create')}</Button>;
  return (
    <Page title={t('navigation.programs')} subtitle={t('programs.subtitle')} actions={button}>
      <SearchInput label={t('database.records.search')} value={search} onChange={setSearch} />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <VirtualTable
          label={t('programs.list')}
          columns={columns}
          rows={programs}
          keyOf={({ id }) => id}
          empty={search ? t('programs.none') : <NoneYet button={button} />}
          onMore={hasNextPage && !isFetchingNextPage ? fetchNextPage : undefined}
        />
      ) : (
        <Skeleton h={400} />
      )}
      {creating && <CreateProgram onClose={create.close} />}
    </Page>
  );
}

function NoneYet({ button }: { button: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" align="flex-start">
      <Text c="dimmed">{t(button ? 'programs.noneYet' : 'programs.noneYetForViewers')}</Text>
      {button}
    </Stack>
  );
}

function useColumns(): Column<ProgramView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      name: 'name',
      label: t('database.records.name'),
      wide: true,
      cell: ({ id, name }) => (
        <Anchor component={Link} to={`/programs/${id}`} inherit>
          {name}
        </Anchor>
      ),
    },
    { name: 'channel', label: t('programs.channel'), cell: ({ channel }) => channel },
    { name: 'members', label: t('programs.memberCount'), number: true, cell: ({ members }) => format.count(members) },
    {
      name: 'successes',
      label: t('programs.successes'),
      number: true,
      cell: ({ successes }) => format.count(successes),
    },
    {
      name: 'campaign',
      label: t('programs.campaign.title'),
      cell: ({ campaign }) =>
        campaign ? (
          <RecordLink sfdcId={campaign.sfdcId} label={campaign.name ?? undefined} />
        ) : (
          t('programs.campaign.notLinked')
        ),
    },
    {
      name: 'state',
      wide: true,
      label: t('programs.campaign.state'),
      cell: ({ campaign }) => campaign && <CampaignState campaign={campaign} />,
    },
  ];
}
