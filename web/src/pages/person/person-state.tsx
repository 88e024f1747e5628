import type { PersonExplanation } from '@lockstep/contract/people.ts';
import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RecordLink } from '../../ui/record-link.tsx';

type Step = 'notThere' | 'deleted' | 'refused' | 'waiting' | 'inStep';

const colours: Record<Step, string> = {
  notThere: 'gray',
  deleted: 'gray',
  refused: 'red',
  waiting: 'yellow',
  inStep: 'teal',
};

/** In one line: whether the person is in step with Salesforce, and where to see it there. */
export function PersonState({ explanation, pending }: { explanation: PersonExplanation; pending: number }) {
  const { t } = useTranslation();
  const { sfdcId, sfdcType } = explanation.person;
  const step = stepOf(explanation, pending);
  return (
    <Group gap="sm">
      <Badge variant="dot" color={colours[step]} data-testid="person-state">
        {t(`person.states.${step}`)}
      </Badge>
      <Text size="sm">{t(`person.meaning.${step}`, { count: pending })}</Text>
      {sfdcId && (
        <Text size="sm">
          <RecordLink sfdcId={sfdcId} label={t('person.open', { type: sfdcType ?? '' })} />
        </Text>
      )}
    </Group>
  );
}

function stepOf({ person, refused }: PersonExplanation, pending: number): Step {
  if (!person.sfdcId) return 'notThere';
  if (person.deletedInSalesforce) return 'deleted';
  if (refused) return 'refused';
  return pending > 0 ? 'waiting' : 'inStep';
}
