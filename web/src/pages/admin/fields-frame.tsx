import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSchemaChanges } from '../../api/fields.ts';
import { Page } from '../../ui/page.tsx';
import { Tabbed } from '../../ui/tabbed.tsx';

export const fieldsTabs = {
  fields: '/field-management',
  schemaChanges: '/field-management/schema-changes',
} as const;
type FieldsTab = keyof typeof fieldsTabs;

/** What is around both tabs of field management; the number is of decisions that wait. */
export function FieldsFrame({ tab, actions, children }: { tab: FieldsTab; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useSchemaChanges();
  const waiting = data ? data.renames.length + data.types.length : 0;
  return (
    <Page title={t('navigation.fields')} subtitle={t('fieldManagement.subtitle')} actions={actions}>
      <Tabbed
        tabs={(Object.keys(fieldsTabs) as FieldsTab[]).map((name) => ({
          name,
          label: t(`fieldManagement.tabs.${name}`),
          rightSection: name === 'schemaChanges' && waiting > 0 && <Badge variant="default">{waiting}</Badge>,
        }))}
        open={tab}
        onOpen={(name) => void navigate(fieldsTabs[name])}
      >
        {children}
      </Tabbed>
    </Page>
  );
}
