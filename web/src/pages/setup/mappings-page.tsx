import type { MappingsView } from '@lockstep/contract/setup.ts';
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type MappingEdit, useEditMappings, useMappings } from '../../api/setup.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CombinedFields, StandardMappings } from './mapped-fields.tsx';
import { SetupFrame } from './setup-frame.tsx';
import { pathOf } from './steps.ts';
import { UnmappedFields } from './unmapped-fields.tsx';

/** *Edit Mappings* (SET-8). */
export default function MappingsPage() {
  const { t } = useTranslation();
  const { data: view, error, refetch } = useMappings();
  return (
    <SetupFrame step="mappings" intro={t('setup.mappings.intro')}>
      {() => (
        <>
          {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
          {view ? <Editor view={view} /> : !error && <Skeleton h={480} />}
        </>
      )}
    </SetupFrame>
  );
}

function Editor({ view }: { view: MappingsView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const editing = useEditMappings();
  const { editable, mappings, unmapped } = view;
  const edit = (change: MappingEdit) => editing.mutate(change);
  const finish = () => editing.mutate({ edit: 'finish' }, { onSuccess: () => void navigate(pathOf('start')) });
  return (
    <Stack gap="xl">
      {editable ? (
        <Group>
          <Button onClick={finish} loading={editing.isPending}>
            {t('setup.mappings.finish')}
          </Button>
          <ConfirmButton
            label={t('setup.mappings.reset')}
            title={t('setup.mappings.resetTitle')}
            explanation={t('setup.mappings.resetExplanation')}
            onConfirm={() => edit({ edit: 'reset' })}
          />
        </Group>
      ) : (
        <Notice data-kind="info">{t('setup.mappings.final')}</Notice>
      )}
      {editing.error && <ErrorNotice error={editing.error} />}
      {editable && (
        <Stack gap="sm" component="section">
          <Title order={3} size="h4">
            {t('setup.mappings.unmapped')}
          </Title>
          <Text>{t('setup.mappings.unmappedExplanation')}</Text>
          <UnmappedFields fields={unmapped} onCombine={(dragged, onto) => edit({ edit: 'combine', dragged, onto })} />
        </Stack>
      )}
      <CombinedFields
        heading={3}
        mappings={mappings}
        onBreak={editable ? (field) => edit({ edit: 'break', field }) : undefined}
      />
      <Disclosure label={t('setup.mappings.standard')}>
        <StandardMappings mappings={mappings} />
      </Disclosure>
    </Stack>
  );
}
