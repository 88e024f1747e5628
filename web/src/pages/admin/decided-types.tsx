import type { SchemaChanges } from '@lockstep/contract/fields.ts';
import { useTranslation } from 'react-i18next';
import { useDecideType } from '../../api/fields.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

type Conversion = SchemaChanges['conversions'][number];

/** Changes of type that were decided, each with its way back. */
export function DecidedTypes({ conversions }: { conversions: readonly Conversion[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  const undoing = useDecideType();
  return (
    <>
      {undoing.error && <ErrorNotice error={undoing.error} />}
      <DataTable
        label={t('schemaChanges.decided')}
        rows={conversions}
        keyOf={({ entity, field }) => `${entity}.${field}`}
        empty=""
        columns={[
          { name: 'field', label: t('database.filters.field'), cell: ({ label }) => label },
          { name: 'how', label: t('schemaChanges.what'), cell: ({ how }) => t(`schemaChanges.type.${how}.past`) },
          {
            name: 'types',
            label: t('person.activity.type'),
            cell: ({ oldType, newType }) => `${oldType} → ${newType}`,
          },
          { name: 'at', label: t('audit.at'), cell: ({ at }) => format.moment(at, 0) },
          {
            name: 'undo',
            label: t('users.actions'),
            cell: ({ field, label, oldType }) =>
              admin && (
                <ConfirmButton
                  label={t('schemaChanges.undo.label')}
                  title={t('schemaChanges.undo.title', { field: label })}
                  explanation={t('schemaChanges.undo.explanation', { type: oldType })}
                  onConfirm={() => undoing.mutate({ field, decision: 'undo' })}
                  size="compact-sm"
                />
              ),
          },
        ]}
      />
    </>
  );
}
