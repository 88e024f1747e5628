import type { StepStatus } from '@lockstep/contract/status.ts';
import { useTranslation } from 'react-i18next';

/** How operations and statuses of steps are called; an operation this page does not know keeps its own name. */
export function useSyncWords() {
  const { t } = useTranslation();
  return {
    operation: (name: string) => t(`status.operations.${name}` as 'status.operations.Sync schema', name),
    stepStatus: (name: StepStatus) => t(`status.stepStatuses.${name}`),
  };
}
