import type { DryRunView, SetupView } from '@lockstep/contract/setup.ts';
import { Button, Checkbox, Group, List, Modal, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useDryRun, useStartSync } from '../../api/setup.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SetupFrame } from './setup-frame.tsx';

/** What the start will do, what becomes final, and the start (SET-9). */
export default function StartPage() {
  const { t } = useTranslation();
  return (
    <SetupFrame step="start" intro={({ state }) => t(`setup.start.${state === 'started' ? 'introStarted' : 'intro'}`)}>
      {(setup) => (setup.state === 'started' ? <Started /> : <BeforeStart setup={setup} />)}
    </SetupFrame>
  );
}

function Started() {
  const { t } = useTranslation();
  return (
    <Notice data-kind="info" title={t('setup.start.started')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('setup.start.startedExplanation')}</Text>
        <Button component={Link} to="/salesforce" size="xs">
          {t('setup.start.watch')}
        </Button>
      </Stack>
    </Notice>
  );
}

function BeforeStart({ setup }: { setup: SetupView }) {
  const { t } = useTranslation();
  const { data: run, error, refetch } = useDryRun();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!run) {
    return (
      <Stack>
        <Text c="dimmed">{t('setup.start.counting')}</Text>
        <Skeleton h={320} />
      </Stack>
    );
  }
  return (
    <Stack>
      <Summary run={run} />
      <Caution setup={setup} />
    </Stack>
  );
}

function Summary({ run }: { run: DryRunView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const filled = run.objects.filter(({ records }) => records > 0);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Figure
          label={t('setup.start.duplicates')}
          value={format.count(run.possibleDuplicates)}
          note={t('setup.start.duplicatesExplanation')}
        />
        <Figure label={t('setup.start.time')} value={format.duration(run.estimatedSeconds)} />
        <Figure label={t('setup.start.calls')} value={format.count(run.estimatedApiCalls)} />
      </SimpleGrid>
      <DataTable
        label={t('setup.start.records')}
        rows={filled}
        keyOf={({ object }) => object}
        empty={format.count(0)}
        columns={[
          { name: 'object', label: t('setup.start.object'), cell: ({ object }) => object },
          {
            name: 'records',
            label: t('setup.start.records'),
            cell: ({ records }) => format.count(records),
            number: true,
          },
        ]}
      />
    </>
  );
}

function Caution({ setup }: { setup: SetupView }) {
  const { t } = useTranslation();
  const [understood, setUnderstood] = useState(false);
  const [asking, setAsking] = useState(false);
  const final = t('setup.start.final', {
    organization: setup.identity?.organizationName,
    id: setup.identity?.organizationId,
  });
  return (
    <>
      <Notice data-kind="warning" title={t('setup.start.caution')}>
        <Stack gap="sm" align="flex-start">
          <List size="sm" spacing={4}>
            <List.Item>{t('setup.start.noDeduplication')}</List.Item>
            <List.Item>{final}</List.Item>
          </List>
          <Checkbox
            label={t('setup.start.understood')}
            checked={understood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
          />
        </Stack>
      </Notice>
      <Button w="fit-content" disabled={!understood} onClick={() => setAsking(true)}>
        {t('setup.start.start')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('setup.start.confirmTitle', { organization: setup.identity?.organizationName })}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <Confirmation final={final} onCancel={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function Confirmation({ final, onCancel }: { final: string; onCancel: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const starting = useStartSync();
  return (
    <Stack>
      <Text size="sm">{final}</Text>
      {starting.error && <ErrorNotice error={starting.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('actions.cancel')}
        </Button>
        <Button
          loading={starting.isPending}
          onClick={() => starting.mutate(undefined, { onSuccess: () => void navigate('/salesforce') })}
        >
          {t('setup.start.confirmStart')}
        </Button>
      </Group>
    </Stack>
  );
}
