import type { SchemaChanges } from '@lockstep/contract/fields.ts';
import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDecideRename } from '../../api/fields.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';

type Rename = SchemaChanges['renames'][number];
const decisions = ['accept', 'decline'] as const;

/** A field that seems to have another API name now: one marketing field goes on, or there will be two. */
export function ProposedRename({ rename }: { rename: Rename }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const admin = useMay('admin');
  const deciding = useDecideRename();
  const { object, oldField, newField, evidence, label, proposedAt } = rename;
  const words = { from: `${object}.${oldField}`, to: `${object}.${newField}`, field: label };
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t('schemaChanges.rename.title', words)}
        </Title>
        <Text size="sm">{t(`schemaChanges.rename.evidence.${evidence}`)}</Text>
        <Text size="sm">{t('schemaChanges.rename.meanwhile')}</Text>
        <Text size="xs" c="dimmed">
          {t('schemaChanges.since', { when: format.moment(proposedAt, 0) })}
        </Text>
        {deciding.error && <ErrorNotice error={deciding.error} />}
        {admin && (
          <Group gap="sm">
            {decisions.map((decision) => (
              <ConfirmButton
                key={decision}
                label={t(`schemaChanges.rename.${decision}.label`)}
                title={t(`schemaChanges.rename.${decision}.title`, words)}
                explanation={t(`schemaChanges.rename.${decision}.explanation`, words)}
                onConfirm={() =>
                  deciding.mutate(
                    { field: words.to, decision },
                    { onSuccess: () => notify(t(`schemaChanges.rename.${decision}.done`, words)) },
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
