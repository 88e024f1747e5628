import type { StatusView } from '@lockstep/contract/status.ts';
import { Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { formatCount, formatDuration } from '../format.ts';
import { strings } from '../strings.ts';

const words = strings.status.progress;

/** What the sync works on now, how far it is and how long it will take. */
export function CurrentStep({ current }: { current: NonNullable<StatusView['current']> }) {
  const { object, operation, done, total, ratePerSecond, etaSeconds } = current;
  const title = `${object}, ${operation}`;
  const told = [
    total === null ? formatCount(done) : words.of(formatCount(done), formatCount(total)),
    ratePerSecond ? words.rate(formatCount(ratePerSecond)) : undefined,
    etaSeconds ? words.left(formatDuration(etaSeconds)) : undefined,
  ];
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed" className="tabular">
            {told
              .filter((part) => part !== undefined)
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
