import { Box, Button, Menu, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { signOut, tellLanguage } from '../api/session.ts';
import { useSession } from '../session.tsx';
import { Appearance } from './appearance.tsx';
import { Icon } from './icons.tsx';

/** Who is signed in; language and colours; the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const queries = useQueryClient();
  // E-mails are written in the language of the pages.
  const telling = useMutation({ mutationFn: tellLanguage });
  const leaving = useMutation({ mutationFn: signOut, onSettled: () => queries.resetQueries() });
  return (
    <Menu position="bottom-end" width={260} keepMounted={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          flex="none"
          aria-label={`${t('actions.account')}: ${user.name}`}
          rightSection={
            <Box component="span" visibleFrom="sm">
              <Icon name="chevron" size={14} />
            </Box>
          }
        >
          <Text component="span" size="sm" visibleFrom="sm" truncate maw={140}>
            {user.name}
          </Text>
          <Box component="span" hiddenFrom="sm" style={{ display: 'inline-flex' }}>
            <Icon name="users" />
          </Box>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py="xs">
          <Text size="sm" fw={600}>
            {user.name}
          </Text>
          <Text size="xs" c="dimmed">
            {user.email} · {t(`roles.${user.role}`)}
          </Text>
        </Box>
        <Menu.Divider />
        <Box px="sm" py="xs">
          <Appearance onLanguage={telling.mutate} />
        </Box>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account/password">
          {t('users.password.title')}
        </Menu.Item>
        <Menu.Item onClick={() => leaving.mutate()}>{t('actions.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
