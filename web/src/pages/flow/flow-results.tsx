import type { FlowResult } from '@lockstep/contract/flow.ts';
import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Told } from '../../ui/told.tsx';

const bad: readonly FlowResult['outcome'][] = ['refused', 'failed'];
const mostShown = 20;

/** How many came to which end, and why some were refused. */
export function FlowResults({ results }: { results: readonly FlowResult[] }) {
  const { t } = useTranslation();
  const outcomes = [...new Set(results.map(({ outcome }) => outcome))];
  const told = results.filter(({ message, matches, outcome }) => message || matches || bad.includes(outcome));
  return (
    <Stack gap="sm" role="status">
      <Group gap="xs">
        {outcomes.map((outcome) => (
          <Badge key={outcome} variant="dot" color={bad.includes(outcome) ? 'red' : 'teal'}>
            {t(`flow.outcomes.${outcome}`)}: {results.filter((result) => result.outcome === outcome).length}
          </Badge>
        ))}
      </Group>
      {told.slice(0, mostShown).map((result) => (
        <One key={result.personId} result={result} />
      ))}
      {told.length > mostShown && <Text size="sm">{t('flow.more', { count: told.length - mostShown })}</Text>}
    </Stack>
  );
}

function One({ result: { personId, message, told, code, matches = [] } }: { result: FlowResult }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div>
      <Text size="sm">
        <Anchor component={Link} to={`/database/people/${personId}`} underline="always" inherit>
          #{personId}
        </Anchor>
      </Text>
      {told || !code ? <Told words={words(told, message)} /> : <Refusal code={code} message={message ?? ''} />}
      {matches.map(({ sfdcId, sfdcType, name, company }) => (
        <Text key={sfdcId} size="sm">
          {t('flow.match', { type: sfdcType, name, company: company ?? '' })} <RecordLink sfdcId={sfdcId} />
        </Text>
      ))}
    </div>
  );
}
