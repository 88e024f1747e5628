import type { SyncOptionChanges, SyncOptions } from '@lockstep/contract/flow.ts';
import { Button, Group, Paper, Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChangeOptions, useSyncOptions } from '../../api/sync.ts';
import { OptionField } from '../../forms/option-field.tsx';
import { optionNames } from '../../forms/sync-options.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** *Edit Sync Options* (SYN-15). */
export default function OptionsPage() {
  const { t } = useTranslation();
  const { data: options, error } = useSyncOptions();
  return (
    <Page title={t('salesforce.options.title')} subtitle={t('salesforce.options.subtitle')}>
      {error && <ErrorNotice error={error} />}
      {options ? <OptionsForm options={options} /> : !error && <Skeleton h={400} maw={640} />}
    </Page>
  );
}

function OptionsForm({ options }: { options: SyncOptions }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [changes, setChanges] = useState<Record<string, unknown>>({});
  const saving = useChangeOptions();
  const save = () =>
    saving.mutate(changes as SyncOptionChanges, {
      onSuccess: () => {
        setChanges({});
        notify(t('salesforce.options.saved'));
      },
    });
  const values: Record<string, unknown> = { ...options, ...changes };
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} maw={640}>
      <Stack gap="lg">
        {optionNames.map((name) => (
          <OptionField
            key={name}
            name={name}
            value={values[name]}
            onChange={(value) => setChanges({ ...changes, [name]: value })}
          />
        ))}
        {saving.error && <ErrorNotice error={saving.error} />}
        <Group>
          <Button onClick={save} loading={saving.isPending} disabled={Object.keys(changes).length === 0}>
            {t('salesforce.options.save')}
          </Button>
          <Button component={Link} to="/salesforce" variant="default">
            {t('salesforce.options.back')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
