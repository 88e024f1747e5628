import type { FieldListView } from '@lockstep/contract/setup.ts';
import { Badge, Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/use-words.ts';
import { DataTable } from '../../ui/data-table.tsx';

type Field = FieldListView['fields'][number];

interface Props {
  fields: readonly Field[];
  untick: ReadonlySet<string>;
  /** Without it the choice is final. */
  onToggle?: (field: Field) => void;
}

/** The fields of the org, each with its tick. */
export function FieldChoices({ fields, untick, onToggle }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DataTable
      label={t('setup.steps.fields')}
      rows={fields}
      keyOf={({ object, sfField }) => `${object}.${sfField}`}
      empty={t('setup.fields.none')}
      columns={[
        {
          name: 'field',
          label: t('setup.fields.column.field'),
          cell: (field) => (
            <Checkbox
              checked={field.takesPart && !untick.has(`${field.object}.${field.sfField}`)}
              disabled={!field.takesPart || !onToggle}
              onChange={() => onToggle?.(field)}
              aria-label={t('setup.fields.take', { field: `${field.object}.${field.sfField}` })}
              label={`${field.object} · ${field.label}`}
            />
          ),
        },
        {
          name: 'name',
          label: t('setup.fields.column.name'),
          cell: ({ sfField, custom }) => (
            <>
              {sfField}{' '}
              {custom && (
                <Badge size="xs" variant="default">
                  {t('setup.fields.custom')}
                </Badge>
              )}
            </>
          ),
        },
        { name: 'type', label: t('setup.fields.column.type'), cell: ({ sfType }) => sfType },
        {
          name: 'why',
          label: t('setup.fields.column.why'),
          cell: ({ reason, told }) => (
            <Text size="sm" c="dimmed">
              {words(told, reason).text}
            </Text>
          ),
          wide: true,
        },
      ]}
    />
  );
}
