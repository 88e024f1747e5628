import type { FieldView } from '@lockstep/contract/fields.ts';
import { Anchor, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChangeField, useFieldDetails } from '../../api/fields.ts';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { useSearchAddress } from '../database/use-search-address.ts';
import { FieldActions } from './field-actions.tsx';
import { fieldPath } from './field-name.ts';
import { FieldsFrame } from './fields-frame.tsx';

/** Field management: what fields there are, what uses them, which are hidden (FLD-9). */
export default function FieldsPage() {
  const { t } = useTranslation();
  const { data: fields, error, refetch } = useFieldDetails();
  const [search, setSearch] = useSearchAddress();
  const wanted = search.toLowerCase();
  const found = fields?.filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(wanted));
  return (
    <FieldsFrame
      tab="fields"
      actions={
        <Button component="a" href="/admin/field-management.csv" variant="default" download>
          {t('salesforce.csv')}
        </Button>
      }
    >
      <Stack>
        <SearchInput label={t('database.columns.search')} value={search} onChange={setSearch} />
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {found ? <Fields fields={found} /> : !error && <Skeleton h={400} />}
      </Stack>
    </FieldsFrame>
  );
}

function Fields({ fields }: { fields: readonly FieldView[] }) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const changing = useChangeField();
  return (
    <Stack gap="sm">
      {changing.error && <ErrorNotice error={changing.error} />}
      <DataTable
        label={t('navigation.fields')}
        rows={fields}
        keyOf={({ id }) => id}
        empty={t('fieldManagement.none')}
        columns={[
          { name: 'label', label: t('database.filters.field'), cell: (field) => <Name field={field} /> },
          {
            name: 'entity',
            label: t('fieldManagement.entity'),
            cell: ({ entity }) => t(`fieldManagement.entities.${entity as 'person'}`),
          },
          { name: 'type', label: t('person.activity.type'), cell: ({ type }) => type },
          { name: 'usedBy', label: t('fieldManagement.usedBy'), wide: true, cell: (field) => <UsedBy field={field} /> },
          {
            name: 'actions',
            label: t('users.actions'),
            cell: (field) => admin && <FieldActions field={field} onChange={changing.mutate} />,
          },
        ]}
      />
    </Stack>
  );
}

function Name({ field }: { field: FieldView }) {
  const { t } = useTranslation();
  const { name, label, hidden, readOnly } = field;
  return (
    <>
      <Anchor component={Link} to={fieldPath(field)} underline="always" inherit>
        {label}
      </Anchor>
      <Text size="xs" c="dimmed" fw={400}>
        {name}
      </Text>
      <Group gap={4}>
        {hidden && <Badge variant="default">{t('fieldManagement.hidden')}</Badge>}
        {readOnly && <Badge variant="default">{t('fieldManagement.readOnly')}</Badge>}
      </Group>
    </>
  );
}

/** The fields of Salesforce it is mapped to, and what was decided about it. */
function UsedBy({ field: { mappedTo, policies } }: { field: FieldView }) {
  const { t } = useTranslation();
  return (
    <Stack gap={0}>
      {mappedTo.map(({ object, sfField, readOnly }) => (
        <Text key={`${object}.${sfField}`} size="sm">
          {object}.{sfField} {readOnly && `(${t('fieldManagement.readOnly')})`}
        </Text>
      ))}
      {policies.map(({ target, policy }) => (
        <Text key={target} size="sm">
          {target}: {policy}
        </Text>
      ))}
    </Stack>
  );
}
