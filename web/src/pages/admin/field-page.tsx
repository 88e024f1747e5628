import type { FieldView } from '@lockstep/contract/fields.ts';
import { Anchor, Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { isMissing } from '../../api/client.ts';
import { useChangeField, useFieldDetail } from '../../api/fields.ts';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { NotFoundPage } from '../not-found-page.tsx';
import { FieldActions } from './field-actions.tsx';
import { FieldPicklist } from './field-picklist.tsx';
import { FieldRules } from './field-rules.tsx';
import { fieldsTabs } from './fields-frame.tsx';

/** One field: what uses it, its picklist values, and what may change it (FLD-6, FLD-7, FLD-9). */
export default function FieldPage() {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const { name = '' } = useParams();
  const { data: field, error, refetch } = useFieldDetail(name);
  const changing = useChangeField();
  if (isMissing(error)) return <NotFoundPage />;
  return (
    <Page
      title={field?.label ?? name}
      subtitle={
        <Anchor component={Link} to={fieldsTabs.fields}>
          {t('fieldManagement.all')}
        </Anchor>
      }
      actions={admin && field && <FieldActions field={field} onChange={changing.mutate} />}
    >
      {changing.error && <ErrorNotice error={changing.error} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {field ? (
        <Stack gap="xl">
          <Kind field={field} />
          <Section title={t('fieldManagement.usedBy')}>
            <UsedBy field={field} />
          </Section>
          <Section title={t('fieldManagement.rules.title')}>
            <FieldRules field={field} />
          </Section>
          {field.picklist && (
            <Section title={t('fieldManagement.picklist.title')}>
              <FieldPicklist picklist={field.picklist} />
            </Section>
          )}
        </Stack>
      ) : (
        !error && <Skeleton h={480} />
      )}
    </Page>
  );
}

function Kind({ field: { entity, name, type, hidden, readOnly, standard, refreshed } }: { field: FieldView }) {
  const { t } = useTranslation();
  const marks = { hidden, readOnly, standard, refreshed };
  return (
    <Group gap="xs">
      <Text>
        {t(`fieldManagement.entities.${entity}` as 'fieldManagement.entities.person', entity)} · {name} · {type}
      </Text>
      {(Object.keys(marks) as (keyof typeof marks)[])
        .filter((mark) => marks[mark])
        .map((mark) => (
          <Badge key={mark} variant="default">
            {t(`fieldManagement.${mark}`)}
          </Badge>
        ))}
    </Group>
  );
}

function UsedBy({ field: { mappedTo, policies } }: { field: FieldView }) {
  const { t } = useTranslation();
  const policyOf = (target: string) => policies.find((one) => one.target === target)?.policy;
  return (
    <DataTable
      label={t('fieldManagement.usedBy')}
      rows={mappedTo.map((one) => ({ ...one, target: `${one.object}.${one.sfField}` }))}
      keyOf={({ target }) => target}
      empty={t('fieldManagement.onlyHere')}
      columns={[
        { name: 'target', label: t('fieldManagement.inSalesforce'), cell: ({ target }) => target },
        { name: 'type', label: t('person.activity.type'), cell: ({ sfType }) => sfType },
        {
          name: 'direction',
          label: t('objects.direction'),
          cell: ({ readOnly }) => t(`objects.directions.${readOnly ? 'from-salesforce' : 'both'}`),
        },
        {
          name: 'policy',
          label: t('fieldManagement.conflict'),
          cell: ({ target }) => policyOf(target) ?? t('fieldManagement.usualPolicy'),
        },
      ]}
    />
  );
}
