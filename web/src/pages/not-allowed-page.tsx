import type { Role } from '@lockstep/contract/session.ts';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export function NotAllowedPage({ role }: { role: Role }) {
  const { t } = useTranslation();
  return (
    <Page title={t('notAllowed.title')}>
      <Text>{t('notAllowed.explanation', { role: t(`roles.${role}`) })}</Text>
    </Page>
  );
}
