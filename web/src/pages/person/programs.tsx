import type { PersonExplanation } from '@lockstep/contract/people.ts';
import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../ui/data-table.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Standing } from '../programs/standing.tsx';

type Membership = PersonExplanation['memberships'][number];

/** The programs that a person is a member of, and how far each membership is in step with its campaign (PRG). */
export function Programs({ memberships }: Pick<PersonExplanation, 'memberships'>) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('programs.ofPerson.title')}
      rows={memberships}
      keyOf={({ programId }) => programId}
      empty={t('programs.ofPerson.none')}
      columns={[
        {
          name: 'program',
          label: t('programs.title'),
          cell: ({ programId, program }) => (
            <Anchor component={Link} to={`/programs/${programId}`} inherit>
              {program}
            </Anchor>
          ),
        },
        {
          name: 'status',
          label: t('programs.members.status'),
          cell: ({ status }) => status ?? t('programs.ofPerson.leaving'),
        },
        {
          name: 'campaign',
          label: t('programs.ofPerson.campaign'),
          cell: ({ campaign, campaignName }) =>
            campaign ? (
              <RecordLink sfdcId={campaign} label={campaignName ?? undefined} />
            ) : (
              t('programs.campaign.notLinked')
            ),
        },
        {
          name: 'state',
          label: t('programs.ofPerson.state'),
          cell: (membership) => <Standing standing={membership} />,
        },
        {
          name: 'next',
          label: t('programs.ofPerson.next'),
          wide: true,
          cell: (membership) => <Next membership={membership} />,
        },
      ]}
    />
  );
}

function Next({ membership }: { membership: Membership }) {
  const { t } = useTranslation();
  return <Text size="sm">{t(`programs.ofPerson.nexts.${nextOf(membership)}`)}</Text>;
}

function nextOf({ campaign, state, status }: Membership) {
  if (campaign === null) return 'notLinked';
  if (state === 'only here') return 'deleted';
  if (state === 'refused') return 'refused';
  if (state === 'in step') return 'inStep';
  return status === null ? 'leaves' : 'compared';
}
