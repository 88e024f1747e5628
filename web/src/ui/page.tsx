import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  subtitle?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** False until the first page is shown: a visit begins at the top of the document, later pages at their heading. */
let visited = false;

/** One page: its heading, which the keyboard and screen readers begin at, and what it can do. */
export function Page({ title, subtitle, actions, children }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (visited) heading.current?.focus({ preventScroll: true });
    visited = true;
    window.scrollTo(0, 0);
  }, []);
  return (
    <Stack gap="lg">
      <title>{`${title} · ${t('product')}`}</title>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box maw={760}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
            {title}
          </Title>
          {subtitle && <Text c="dimmed">{subtitle}</Text>}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
