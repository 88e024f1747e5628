import {
  ActionIcon,
  Button,
  Container,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { strings } from '../strings.ts';
import classes from './frame.module.css';

interface Props {
  children: ReactNode;
  /** The name of who is signed in. */
  user?: string;
  onSignOut?: () => void;
}

/** What is around every page: the name, the colours, the way out. */
export function Frame({ children, user, onSignOut }: Props) {
  return (
    <>
      <header className={classes.header}>
        <Container size="lg" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <img src="/lockstep.svg" alt="" width={24} height={24} />
              <Text fw={600} size="lg">
                {strings.product}
              </Text>
            </Group>
            <Group gap="sm" wrap="nowrap">
              {user && (
                <Text size="sm" c="dimmed" truncate visibleFrom="xs">
                  {user}
                </Text>
              )}
              <ColourSchemeButton />
              {onSignOut && (
                <Button variant="default" size="xs" onClick={onSignOut}>
                  {strings.actions.signOut}
                </Button>
              )}
            </Group>
          </Group>
        </Container>
      </header>
      <Container component="main" size="lg" py="xl">
        {children}
      </Container>
    </>
  );
}

function ColourSchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={dark ? strings.actions.toLight : strings.actions.toDark}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      <svg viewBox="0 0 24 24" width={18} height={18} fill="currentColor" aria-hidden="true">
        <path d="M12 3a9 9 0 1 0 0 18V3z" />
        <circle cx="12" cy="12" r="8.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </ActionIcon>
  );
}
