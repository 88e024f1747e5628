import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useComparison, useLinkProgram } from '../../api/programs.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { countOf } from './comparison.ts';
import { StatusComparison } from './status-comparison.tsx';

/** Whether the statuses of a linked campaign are still those of the program, when somebody asks. */
export function LinkedComparison({ program, campaignId }: { program: ProgramView; campaignId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const admin = useMay('admin');
  const { data, error, dataUpdatedAt, isFetching, refetch } = useComparison(program.id, campaignId, false);
  const creating = useLinkProgram(program.id);
  const create = () =>
    creating.mutate({ campaignId, createMissingStatuses: true }, { onSuccess: () => void refetch() });
  const missing = countOf(data?.statuses ?? [], 'missing in the campaign');
  const failure = error ?? creating.error;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button variant="default" size="compact-sm" onClick={() => void refetch()} loading={isFetching}>
          {t('programs.compare.run')}
        </Button>
        <Text size="sm" c="dimmed">
          {dataUpdatedAt
            ? t('programs.compare.at', { when: format.relative(new Date(dataUpdatedAt).toISOString(), now) })
            : t('programs.compare.notYet')}
        </Text>
      </Group>
      {failure && <ErrorNotice error={failure} />}
      {data?.matches && (
        <Disclosure label={t('programs.compare.same')}>
          <StatusComparison program={program} statuses={data.statuses} />
        </Disclosure>
      )}
      {data && !data.matches && (
        <>
          <Text size="sm">{t('programs.compare.differ')}</Text>
          <StatusComparison program={program} statuses={data.statuses} />
          {admin && missing > 0 && missing === data.statuses.filter(({ problem }) => problem).length && (
            <Button w="fit-content" onClick={create} loading={creating.isPending}>
              {t('programs.compare.create', { count: missing })}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}
