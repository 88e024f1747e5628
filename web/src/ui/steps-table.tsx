import type { StepStatus, StepView } from '@lockstep/contract/status.ts';
import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import { formatCount, formatDuration, formatMoment } from '../format.ts';
import { strings } from '../strings.ts';
import classes from './steps-table.module.css';

const { columns, none, title } = strings.status.steps;
const countNames = ['new', 'updated', 'deleted', 'failed', 'skipped'] as const;

const colours: Record<StepStatus, string> = {
  'In Process': 'cyan',
  Succeeded: 'teal',
  Failed: 'red',
  Incomplete: 'yellow',
  'Cleaned up': 'gray',
};

/** The steps of the sync (OPS-1): a table where there is room, one block for each step on a phone. */
export function StepsTable({ steps, now }: { steps: readonly StepView[]; now: number }) {
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4" id="steps">
        {title}
      </Title>
      <Paper withBorder>
        {steps.length === 0 ? (
          <Text p="lg" c="dimmed">
            {none}
          </Text>
        ) : (
          <table className={classes.table} aria-labelledby="steps">
            <thead>
              <tr>
                {Object.entries(columns).map(([name, label]) => (
                  <th key={name} scope="col" className={isCount(name) ? classes.number : undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <Step key={step.id} step={step} now={now} />
              ))}
            </tbody>
          </table>
        )}
      </Paper>
    </Stack>
  );
}

function Step({ step, now }: { step: StepView; now: number }) {
  return (
    <tr>
      <th scope="row" className={classes.object}>
        {step.object}
      </th>
      <td className={classes.operation}>{step.operation}</td>
      <td className={classes.status}>
        <Badge variant="dot" tt="none" color={colours[step.status]}>
          {step.status}
          {share(step)}
        </Badge>
        {step.message && <div className={classes.message}>{step.message}</div>}
      </td>
      <td className="tabular" data-label={columns.started}>
        {formatMoment(step.startedAt, now)}
      </td>
      <td className="tabular" data-label={columns.duration}>
        {formatDuration(secondsOf(step, now))}
      </td>
      {countNames.map((name) => (
        <td key={name} className={classes.number} data-label={columns[name]} data-zero={step.counts[name] === 0}>
          {formatCount(step.counts[name])}
        </td>
      ))}
    </tr>
  );
}

function isCount(name: string): boolean {
  return (countNames as readonly string[]).includes(name);
}

function share({ status, progress }: StepView): string {
  return status === 'In Process' && progress !== null ? ` ${Math.floor(progress * 100)}%` : '';
}

function secondsOf({ startedAt, endedAt }: StepView, now: number): number {
  const end = endedAt ? Date.parse(endedAt) : now;
  return Math.max(0, (end - Date.parse(startedAt)) / 1000);
}
