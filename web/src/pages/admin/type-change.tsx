import type { ConversionPreview, SchemaChanges } from '@lockstep/contract/fields.ts';
import { Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConversionPreview, useDecideType } from '../../api/fields.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';

type Change = SchemaChanges['types'][number];
const decisions = ['convert', 'start-empty'] as const;

/** A field whose new type does not fit its column: it is held, with its data, until somebody decides. */
export function TypeChange({ change }: { change: Change }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const admin = useMay('admin');
  const deciding = useDecideType();
  const { object, sfField, oldType, newSfType, newType, cannotConvert, told } = change;
  const inWords = useWords();
  const field = `${object}.${sfField}`;
  const preview = useConversionPreview(field, newType !== null);
  const words = { field, from: oldType, to: newType ?? newSfType };
  const offered = decisions.filter(
    (decision) => newType !== null && (decision !== 'convert' || cannotConvert === null),
  );
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t('schemaChanges.type.title', words)}
        </Title>
        <Text size="sm">{t('schemaChanges.type.meanwhile')}</Text>
        {cannotConvert && (
          <Text size="sm">
            <strong>{t('schemaChanges.type.cannotConvert')}</strong> {inWords(told, cannotConvert).text}
          </Text>
        )}
        {preview.error && <ErrorNotice error={preview.error} />}
        {newType !== null &&
          (preview.data ? <Preview preview={preview.data} /> : !preview.error && <Skeleton h={24} maw={480} />)}
        {deciding.error && <ErrorNotice error={deciding.error} />}
        {admin && (
          <Group gap="sm">
            {offered.map((decision) => (
              <ConfirmButton
                key={decision}
                label={t(`schemaChanges.type.${decision}.label`)}
                title={t(`schemaChanges.type.${decision}.title`, words)}
                explanation={t(`schemaChanges.type.${decision}.explanation`, words)}
                onConfirm={() =>
                  deciding.mutate(
                    { field, decision },
                    { onSuccess: () => notify(t(`schemaChanges.type.${decision}.done`, words)) },
                  )
                }
                loading={deciding.isPending && deciding.variables.decision === decision}
              />
            ))}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

/** How many values are here, and the most frequent of those that are none of the new type. */
function Preview({ preview: { values, misfits, samples } }: { preview: ConversionPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('schemaChanges.type.preview', { values: format.count(values), misfits: format.count(misfits) })}
      </Text>
      {samples.length > 0 && (
        <DataTable
          label={t('schemaChanges.type.misfits')}
          rows={samples}
          keyOf={({ value }) => value}
          empty=""
          columns={[
            { name: 'value', label: t('schemaChanges.type.misfits'), cell: ({ value }) => value },
            {
              name: 'records',
              label: t('salesforce.errors.records'),
              number: true,
              cell: ({ records }) => format.count(records),
            },
          ]}
        />
      )}
    </Stack>
  );
}
