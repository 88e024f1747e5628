import { NavLink, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { navigationGroups, type PageRoute, routes } from '../routes.tsx';
import { mayActAs, useSession } from '../session.tsx';
import classes from './navigation.module.css';

/** The pages that whoever is signed in may open, in their groups. */
export function Navigation() {
  const { t } = useTranslation();
  const { user } = useSession();
  const open = routes.filter(({ navigation, role = 'viewer' }) => navigation && mayActAs(user.role, role));
  return (
    <nav aria-label={t('navigation.label')}>
      {navigationGroups.map((group) => {
        const entries = open.filter(({ navigation }) => navigation?.group === group);
        if (entries.length === 0) return null;
        return (
          <section key={group} aria-label={t(`navigation.${group}`)}>
            <Text size="xs" fw={600} c="dimmed" px="sm" pt="md" pb={4}>
              {t(`navigation.${group}`)}
            </Text>
            {entries.map((route) => (
              <Entry key={route.path} route={route} />
            ))}
          </section>
        );
      })}
    </nav>
  );
}

function Entry({ route: { path, navigation } }: { route: PageRoute }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  if (!navigation) return null;
  const active = pathname === path || pathname.startsWith(`${path}/`);
  return (
    <NavLink
      component={Link}
      to={path}
      active={active}
      aria-current={active ? 'page' : undefined}
      label={t(`navigation.${navigation.label}`)}
      className={classes.entry}
    />
  );
}
