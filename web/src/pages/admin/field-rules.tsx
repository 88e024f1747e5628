import type { FieldChanges, FieldView } from '@lockstep/contract/fields.ts';
import { Button, Checkbox, Paper, Radio, Stack, Switch, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeField } from '../../api/fields.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { nameOfField } from './field-name.ts';

type Source = NonNullable<FieldChanges['blocked']>[number];

const blankPolicies: readonly FieldView['blanks'][] = ['sync', 'never-push', 'never-pull', 'never'];
const sources: readonly Source[] = ['salesforce', 'api', 'form', 'import', 'flow', 'command line'];

/** What a blank means, who may change the field, and whether the sweep reads it again (FLD-7, FLD-9). */
export function FieldRules({ field }: { field: FieldView }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const admin = useMay('admin');
  const saving = useChangeField();
  const [changes, setChanges] = useState<FieldChanges>({});
  const change = (one: FieldChanges) => setChanges((before) => ({ ...before, ...one }));
  const { blanks, blocked, volatile } = { ...field, ...changes };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      setChanges({});
      notify(t('fieldManagement.rules.saved'));
    };
    saving.mutate({ name: nameOfField(field), ...changes }, { onSuccess });
  };
  const isWrittenHere = field.entity !== 'opportunity';
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760} component="form" onSubmit={onSubmit}>
      <Stack gap="lg">
        {isWrittenHere ? (
          <>
            <Radio.Group
              label={t('fieldManagement.rules.blanks')}
              value={blanks}
              onChange={(value) => change({ blanks: value as FieldView['blanks'] })}
            >
              <Stack gap={8} mt={8}>
                {blankPolicies.map((policy) => (
                  <Radio
                    key={policy}
                    value={policy}
                    disabled={!admin}
                    label={t(`fieldManagement.rules.blankPolicies.${policy}.label`)}
                    description={t(`fieldManagement.rules.blankPolicies.${policy}.help`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Checkbox.Group
              label={t('fieldManagement.rules.blocked')}
              description={t('fieldManagement.rules.blockedHelp')}
              value={blocked}
              onChange={(values) => change({ blocked: values as Source[] })}
            >
              <Stack gap={6} mt={8}>
                {sources.map((source) => (
                  <Checkbox
                    key={source}
                    value={source}
                    disabled={!admin}
                    label={t(`fieldManagement.rules.sources.${source}`)}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          </>
        ) : (
          <Text>{t('fieldManagement.rules.salesforceOnly')}</Text>
        )}
        <Switch
          label={t('fieldManagement.rules.volatile')}
          description={
            field.refreshed && !field.volatile
              ? t('fieldManagement.rules.volatileAnyway')
              : t('fieldManagement.rules.volatileHelp')
          }
          checked={volatile}
          disabled={!admin}
          onChange={(event) => change({ volatile: event.currentTarget.checked })}
        />
        {saving.error && <ErrorNotice error={saving.error} />}
        {admin && (
          <Button type="submit" w="fit-content" loading={saving.isPending} disabled={Object.keys(changes).length === 0}>
            {t('fieldManagement.rules.save')}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
