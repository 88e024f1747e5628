import type { PersonDetail, PersonExplanation } from '@lockstep/contract/people.ts';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMerges } from '../../api/people.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useSources } from '../../i18n/use-sources.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Section } from '../../ui/section.tsx';

interface Props {
  explanation: PersonExplanation;
  pending: PersonDetail['pending'];
}

/** What is on its way to Salesforce, what Salesforce refused, and who became part of this person. */
export function Changes({ explanation, pending }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { refused, values, person } = explanation;
  const value = (field: string) => values.find((explained) => explained.field === field);
  const empty = t('database.values.empty');
  return (
    <Stack gap="xl">
      {refused && (
        <Notice data-kind="error" title={t('person.refused.title')}>
          <Refusal code={refused.code} message={refused.message} />
          <Text size="sm" mt={4}>
            {t('person.refused.since', { since: format.moment(refused.since, 0), attempts: refused.attempts })}{' '}
            {t(`person.refused.classes.${refused.class}` as 'person.refused.classes.retry-later')}
          </Text>
        </Notice>
      )}
      <Section title={t('person.pending.title')}>
        <DataTable
          label={t('person.pending.title')}
          rows={pending}
          keyOf={({ field }) => field}
          empty={t('person.pending.none')}
          columns={[
            { name: 'field', label: t('database.filters.field'), cell: ({ field }) => value(field)?.label ?? field },
            { name: 'base', label: t('person.pending.base'), cell: ({ base }) => base ?? empty },
            { name: 'here', label: t('person.pending.here'), cell: ({ field }) => value(field)?.value ?? empty },
            {
              name: 'changed',
              label: t('person.pending.changed'),
              cell: ({ changedAt }) => format.moment(changedAt, 0),
            },
          ]}
        />
      </Section>
      <Section title={t('person.merges.title')}>
        <Merges personId={person.id} />
      </Section>
    </Stack>
  );
}

function Merges({ personId }: { personId: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sources = useSources();
  const { data: merges, error } = useMerges(personId);
  const empty = t('database.values.empty');
  if (error) return <ErrorNotice error={error} />;
  if (!merges) return <Skeleton h={80} />;
  return (
    <DataTable
      label={t('person.merges.title')}
      rows={merges}
      keyOf={({ id }) => id}
      empty={t('person.merges.none')}
      columns={[
        { name: 'loser', label: t('person.merges.person'), cell: ({ loserId }) => `#${loserId}` },
        { name: 'at', label: t('person.activity.at'), cell: ({ at }) => format.moment(at, 0) },
        { name: 'source', label: t('person.activity.source'), cell: ({ source }) => sources(source) },
        {
          name: 'differences',
          label: t('person.merges.differences'),
          wide: true,
          cell: ({ differences }) =>
            differences.map(({ field, winner, loser }) => (
              <Text key={field} size="sm">
                {t('person.merges.difference', { field, winner: winner ?? empty, loser: loser ?? empty })}
              </Text>
            )),
        },
      ]}
    />
  );
}
