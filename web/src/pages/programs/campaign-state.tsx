import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export type Campaign = NonNullable<ProgramView['campaign']>;

const colours: Record<Campaign['state'], string> = {
  'in step': 'teal',
  'taking up members': 'blue',
  'changes waiting': 'yellow',
  'deleted in Salesforce': 'gray',
};

/** How far a program and its campaign are in step. */
export function CampaignState({ campaign: { state, refused } }: { campaign: Campaign }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" color={refused > 0 ? 'red' : colours[state]} data-testid="campaign-state">
      {refused > 0 ? t('programs.campaign.states.refused') : t(`programs.campaign.states.${state}`)}
    </Badge>
  );
}
