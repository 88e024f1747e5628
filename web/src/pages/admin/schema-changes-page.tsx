import type { SchemaChanges } from '@lockstep/contract/fields.ts';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSchemaChanges } from '../../api/fields.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { DecidedTypes } from './decided-types.tsx';
import { FieldsFrame } from './fields-frame.tsx';
import { ProposedRename } from './proposed-rename.tsx';
import { SchemaNews } from './schema-news.tsx';
import { TypeChange } from './type-change.tsx';

/** What changed in the org's schema, and what of it waits for a decision (FLD-6). */
export default function SchemaChangesPage() {
  const { data: changes, error, refetch } = useSchemaChanges();
  return (
    <FieldsFrame tab="schemaChanges">
      <Stack gap="xl">
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {changes ? <Decisions changes={changes} /> : !error && <Skeleton h={240} />}
        <SchemaNews />
      </Stack>
    </FieldsFrame>
  );
}

function Decisions({ changes: { renames, types, conversions } }: { changes: SchemaChanges }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('schemaChanges.waiting')}>
        {renames.length + types.length === 0 && <Text c="dimmed">{t('schemaChanges.nothingWaits')}</Text>}
        {renames.map((rename) => (
          <ProposedRename key={`${rename.object}.${rename.oldField}.${rename.newField}`} rename={rename} />
        ))}
        {types.map((change) => (
          <TypeChange key={`${change.object}.${change.sfField}`} change={change} />
        ))}
      </Section>
      {conversions.length > 0 && (
        <Section title={t('schemaChanges.decided')}>
          <DecidedTypes conversions={conversions} />
        </Section>
      )}
    </>
  );
}
