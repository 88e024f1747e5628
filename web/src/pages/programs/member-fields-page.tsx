import type { MemberFieldView } from '@lockstep/contract/programs.ts';
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMemberFields } from '../../api/programs.ts';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { CreateMemberField, MapMemberField } from './member-field-dialogs.tsx';
import { RemoveMemberField } from './remove-member-field.tsx';

/** Fields of their own that members of all programs have, and the fields of CampaignMember that they are mapped to (PRG). */
export default function MemberFieldsPage() {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const { data: fields, error, refetch } = useMemberFields();
  const [open, setOpen] = useState<MemberFieldView | 'new' | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title={t('navigation.memberFields')}
      subtitle={t('programs.memberFields.subtitle')}
      actions={admin && <Button onClick={() => setOpen('new')}>{t('programs.memberFields.create')}</Button>}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {fields ? <MemberFields fields={fields} onMap={setOpen} /> : !error && <Skeleton h={240} />}
      {open === 'new' && <CreateMemberField onClose={close} />}
      {open && open !== 'new' && <MapMemberField field={open} onClose={close} />}
    </Page>
  );
}

interface Props {
  fields: readonly MemberFieldView[];
  onMap: (field: MemberFieldView) => void;
}

function MemberFields({ fields, onMap }: Props) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  return (
    <DataTable
      label={t('navigation.memberFields')}
      rows={fields}
      keyOf={({ name }) => name}
      empty={t(admin ? 'programs.memberFields.none' : 'programs.memberFields.noneAskAdmin')}
      columns={[
        {
          name: 'label',
          label: t('database.filters.field'),
          cell: ({ name, label }) => (
            <>
              {label}
              <Text size="xs" c="dimmed" fw={400}>
                {name}
              </Text>
            </>
          ),
        },
        { name: 'type', label: t('person.activity.type'), cell: ({ type }) => type },
        {
          name: 'salesforce',
          label: t('programs.memberFields.salesforceField'),
          cell: ({ salesforceField }) => salesforceField ?? t('programs.memberFields.onlyHere'),
        },
        ...(admin
          ? [
              {
                name: 'actions',
                label: t('users.actions'),
                cell: (field: MemberFieldView) => (
                  <Group gap="xs">
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => onMap(field)}
                      aria-label={t('programs.memberFields.mapOf', { field: field.label })}
                    >
                      {t('programs.memberFields.map')}
                    </Button>
                    <RemoveMemberField field={field} />
                  </Group>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
