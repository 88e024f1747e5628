import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../ui/page.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <Text>{t('notFound.explanation')}</Text>
      <Button component={Link} to="/" variant="default" w="fit-content">
        {t('notFound.home')}
      </Button>
    </Page>
  );
}
