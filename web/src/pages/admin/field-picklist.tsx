import type { FieldView } from '@lockstep/contract/fields.ts';
import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table.tsx';

type Picklist = NonNullable<FieldView['picklist']>;

/** The values of a picklist; where its fields in Salesforce differ, which of them has which (FLD-6). */
export function FieldPicklist({ picklist: { common, byField } }: { picklist: Picklist }) {
  const { t } = useTranslation();
  const fields = Object.keys(byField);
  const values = [...new Set(Object.values(byField).flat())];
  if (values.length === 0) return <Text c="dimmed">{t('fieldManagement.picklist.none')}</Text>;
  if (common.length === values.length)
    return (
      <List size="sm">
        {values.map((value) => (
          <List.Item key={value}>{value}</List.Item>
        ))}
      </List>
    );
  const yesNo = (has: boolean | undefined) => (has ? t('database.values.yes') : t('database.values.no'));
  return (
    <Stack gap="sm">
      <Text maw={760}>{t('fieldManagement.picklist.differ')}</Text>
      <DataTable
        label={t('fieldManagement.picklist.title')}
        rows={values}
        keyOf={(value) => value}
        empty=""
        columns={[
          { name: 'value', label: t('database.filters.value'), cell: (value) => value },
          ...fields.map((field) => ({
            name: field,
            label: field,
            cell: (value: string) => yesNo(byField[field]?.includes(value)),
          })),
          {
            name: 'offered',
            label: t('fieldManagement.picklist.offered'),
            cell: (value: string) => yesNo(common.includes(value)),
          },
        ]}
      />
    </Stack>
  );
}
