import type { ProgramMemberView, ProgramView } from '@lockstep/contract/programs.ts';
import { Anchor, NativeSelect, Skeleton, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useMemberFields, useMembers } from '../../api/programs.ts';
import { useStatuses } from '../../forms/status-select.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toggled, VirtualTable } from '../../ui/virtual-table.tsx';
import { useFieldText } from '../person/use-field-text.ts';
import { MemberActions } from './member-actions.tsx';
import { memberName } from './member-name.ts';
import { Standing } from './standing.tsx';

/** Members of a program with their statuses; which status is looked at is in the address. */
export function Members({ program }: { program: ProgramView }) {
  const { t } = useTranslation();
  const marketer = useMay('marketer');
  const [address, setAddress] = useSearchParams();
  const status = address.get('status') ?? '';
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useMembers(program.id, { status });
  const members = useMemo(() => data?.pages.flatMap((page) => page.members) ?? [], [data]);
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) => setTicked((before) => toggled(before, id));
  const columns = useColumns();
  const statuses = useStatuses(program.channel);
  const chosen = members.filter(({ personId }) => ticked.has(personId));
  const labelOf = (id: number) =>
    t('database.people.select', { name: memberName(members.find(({ personId }) => personId === id)) });
  return (
    <Stack gap="sm">
      <MemberActions program={program} chosen={chosen} onDone={() => setTicked(new Set())}>
        <NativeSelect
          label={t('programs.members.status')}
          value={status}
          onChange={({ currentTarget: { value } }) => setAddress(value ? { status: value } : {}, { replace: true })}
          data={[{ value: '', label: t('programs.members.anyStatus') }, ...statuses]}
        />
      </MemberActions>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <VirtualTable
          label={t('programs.members.title')}
          columns={columns}
          rows={members}
          keyOf={({ personId }) => personId}
          empty={t(status ? 'programs.members.noneOfStatus' : 'programs.members.none')}
          onMore={hasNextPage && !isFetchingNextPage ? fetchNextPage : undefined}
          selection={marketer ? { keys: ticked, onToggle: toggle, labelOf } : undefined}
        />
      ) : (
        <Skeleton h={240} />
      )}
    </Stack>
  );
}

function useColumns(): Column<ProgramMemberView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useFieldText();
  const { data: fields = [] } = useMemberFields();
  return [
    {
      name: 'name',
      label: t('database.people.name'),
      wide: true,
      cell: (member) => (
        <Anchor component={Link} to={`/database/people/${member.personId}`} inherit>
          {memberName(member)}
        </Anchor>
      ),
    },
    { name: 'email', label: t('programs.members.email'), wide: true, cell: ({ email }) => email },
    { name: 'status', label: t('programs.members.status'), cell: ({ status }) => status },
    {
      name: 'success',
      label: t('programs.members.success'),
      cell: ({ reachedSuccess }) => t(reachedSuccess ? 'database.values.yes' : 'database.values.no'),
    },
    {
      name: 'state',
      label: t('programs.ofPerson.state'),
      wide: true,
      cell: (member) => <Standing standing={member} />,
    },
    ...fields.map(({ name, label, type }) => ({
      name,
      label,
      cell: ({ values }: ProgramMemberView) => text(type, values[name] ?? null),
    })),
    { name: 'joined', label: t('programs.members.joined'), cell: ({ joinedAt }) => format.date(joinedAt) },
  ];
}
