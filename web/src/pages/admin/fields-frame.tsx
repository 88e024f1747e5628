import { Badge, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSchemaChanges } from '../../api/fields.ts';
import { Page } from '../../ui/page.tsx';

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
      <Tabs value={tab} onChange={(name) => name && void navigate(fieldsTabs[name as FieldsTab])} keepMounted={false}>
        <Tabs.List mb="lg">
          {(Object.keys(fieldsTabs) as FieldsTab[]).map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={name === 'schemaChanges' && waiting > 0 && <Badge variant="default">{waiting}</Badge>}
            >
              {t(`fieldManagement.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
