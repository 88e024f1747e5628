import type { PersonExplanation } from '@lockstep/contract/people.ts';
import { Badge, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../api/people.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useSources } from '../../i18n/use-sources.ts';
import classes from './fields.module.css';
import { useFieldText } from './use-field-text.ts';

export type Explained = PersonExplanation['values'][number];

interface Props {
  field: Field;
  explained: Explained | undefined;
  currency: string | null;
}

/** A value; by mouse, keyboard or touch also where it came from and what happens to it next. */
export function ValueWithSource({ field, explained, currency }: Props) {
  const text = useFieldText();
  if (!explained) return <span className={classes.plain}>–</span>;
  const { value, state } = explained;
  return (
    <>
      <Tooltip
        multiline
        w={320}
        withArrow
        events={{ hover: true, focus: true, touch: true }}
        label={<Source explained={explained} />}
      >
        <UnstyledButton className={classes.value}>{text(field.type, value, currency) || '–'}</UnstyledButton>
      </Tooltip>
      {(state === 'pending' || state === 'refused') && <StateBadge state={state} />}
    </>
  );
}

function StateBadge({ state }: { state: 'pending' | 'refused' }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" size="sm" ml="xs" color={state === 'refused' ? 'red' : 'yellow'}>
      {t(`person.valueStates.${state}`)}
    </Badge>
  );
}

function Source({ explained: { source, since, salesforceField, state, base } }: { explained: Explained }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sources = useSources();
  return (
    <Stack gap={2}>
      <Text size="sm">{t('person.source.from', { source: sources(source), when: format.moment(since, 0) })}</Text>
      {salesforceField && <Text size="sm">{t('person.source.field', { field: salesforceField })}</Text>}
      <Text size="sm">{t(`person.valueStates.${state}`)}</Text>
      {(state === 'pending' || state === 'refused') && (
        <Text size="sm">{t('person.source.base', { base: base ?? t('database.values.empty') })}</Text>
      )}
      <Text size="sm">{t(`person.next.${state}`)}</Text>
    </Stack>
  );
}
