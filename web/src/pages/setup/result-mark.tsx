import type { CheckResult } from '@lockstep/contract/setup.ts';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const colours: Record<CheckResult, string> = { yes: 'teal', no: 'red', unknown: 'gray' };

/** The live result of one line of a check list; what is optional is not alarming when it is missing. */
export function ResultMark({ result, optional }: { result: CheckResult; optional?: boolean }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" color={optional && result === 'no' ? 'gray' : colours[result]}>
      {t(`setup.result.${result}`)}
    </Badge>
  );
}
