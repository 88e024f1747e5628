import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useLiveStatus } from '../api/use-status.ts';
import { Brand } from './brand.tsx';
import classes from './frame.module.css';
import { Navigation } from './navigation.tsx';
import { Notice } from './notice.tsx';
import { NotificationBell } from './notification-bell.tsx';
import { SyncState } from './sync-state.tsx';
import { UserMenu } from './user-menu.tsx';

/** What is around every page: where one is and can go, how the sync is doing, the way out. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const live = useLiveStatus();
  const [menuOpen, menu] = useDisclosure();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu of a phone closes whenever the page changes
  useEffect(() => menu.close(), [pathname]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !menuOpen } }}
      padding={{ base: 'md', md: 'xl' }}
      transitionDuration={0}
    >
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header className={classes.bar}>
        <Group h="100%" px={{ base: 'sm', md: 'lg' }} justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={menuOpen} onClick={menu.toggle} hiddenFrom="md" size="sm" aria-label={t('actions.menu')} />
            <Brand short />
          </Group>
          <Group gap="xs" wrap="nowrap" className={classes.right}>
            <SyncState />
            <NotificationBell />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.bar} p="sm">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        {!live && (
          <Notice data-kind="warning" mb="lg">
            {t('status.connectionLost')}
          </Notice>
        )}
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
