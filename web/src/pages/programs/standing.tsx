import type { MemberStanding } from '@lockstep/contract/programs.ts';
import { Badge, Button, Group, Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../ui/refusal.tsx';

const colours = { 'in step': 'teal', pending: 'yellow', refused: 'red', 'only here': 'gray' };

/** How far a membership is in step with the campaign; of a refused one, why. */
export function Standing({ standing: { state, refused } }: { standing: MemberStanding }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge variant="dot" color={colours[state]}>
        {t(`person.valueStates.${state}`)}
      </Badge>
      {refused && (
        <Popover width={320} withArrow shadow="md" trapFocus>
          <Popover.Target>
            <Button variant="default" size="compact-xs">
              {t('salesforce.verify.reason')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <Refusal {...refused} />
          </Popover.Dropdown>
        </Popover>
      )}
    </Group>
  );
}
