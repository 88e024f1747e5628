import type { ObjectView } from '@lockstep/contract/objects.ts';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type State = ObjectView['state'];

const colours: Record<State, string> = {
  available: 'gray',
  synced: 'teal',
  'leads-on': 'cyan',
  stopped: 'gray',
  'not-visible': 'orange',
};

export const objectStates = Object.keys(colours) as State[];

export function ObjectState({ state }: { state: State }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" color={colours[state]}>
      {t(`objects.states.${state}`)}
    </Badge>
  );
}
