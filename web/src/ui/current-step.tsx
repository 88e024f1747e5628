import type { StatusView } from '@lockstep/contract/status.ts';
import { Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useSyncWords } from '../i18n/use-sync-words.ts';

/** What the sync works on now, how far it is and how long it will take. */
export function CurrentStep({ current }: { current: NonNullable<StatusView['current']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSyncWords();
  const { object, operation, done, total, ratePerSecond, etaSeconds } = current;
  const title = `${object}, ${words.operation(operation)}`;
  const told = [
    total === null
      ? format.count(done)
      : t('status.progress.of', { done: format.count(done), total: format.count(total) }),
    ratePerSecond && t('status.progress.rate', { rate: format.count(ratePerSecond) }),
    etaSeconds && t('status.progress.left', { time: format.duration(etaSeconds) }),
  ];
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed" className="tabular">
            {told
              .filter((part) => typeof part === 'string')
              .map(unbroken)
              .join(' · ')}
          </Text>
        </Group>
        {/* Without a total there is no share to show: a full, moving bar says only that work goes on. */}
        <Progress value={total ? (done / total) * 100 : 100} animated={!total} size="md" aria-label={title} />
      </Stack>
    </Paper>
  );
}

/** A line may end between two of the parts, not within one. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
