import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { routes } from '../routes.tsx';
import { Page } from '../ui/page.tsx';

/** For an address without a page, and for one of a thing that is not there: the way back to the list of such things. */
export function NotFoundPage() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const list = routes.find(({ path, navigation }) => navigation && pathname.startsWith(`${path}/`));
  return (
    <Page title={t('notFound.title')}>
      <Text>{t('notFound.explanation')}</Text>
      <Group gap="sm">
        {list?.navigation && (
          <Button component={Link} to={list.path}>
            {t(`navigation.${list.navigation.label}`)}
          </Button>
        )}
        <Button component={Link} to="/" variant="default">
          {t('notFound.home')}
        </Button>
      </Group>
    </Page>
  );
}
