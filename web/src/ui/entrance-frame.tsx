import { Box, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Appearance } from './appearance.tsx';
import { Brand } from './brand.tsx';

/** What is around the pages before anybody is signed in. */
export function EntranceFrame({ children }: { children: ReactNode }) {
  return (
    <Box component="main" maw={420} mx="auto" px="md" py={{ base: 'lg', sm: 64 }}>
      <Group justify="center" mb="lg">
        <Brand />
      </Group>
      {children}
      <Box mt="lg">
        <Appearance />
      </Box>
    </Box>
  );
}
