import { matchChoices, reportedTypes } from '@lockstep/contract/choices.ts';
import { Checkbox, NativeSelect, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type OptionName, optionKinds } from './sync-options.ts';

interface Props {
  name: OptionName;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One sync option, entered as its kind wants. */
export function OptionField({ name, value, onChange }: Props) {
  const { t } = useTranslation();
  const option = optionKinds[name];
  const words = {
    label: t(`salesforce.options.of.${name}.label`),
    description: t(`salesforce.options.of.${name}.help`),
  };
  switch (option.kind) {
    case 'text':
      return (
        <TextInput
          {...words}
          value={String(value ?? '')}
          maxLength={option.longest}
          onChange={({ currentTarget }) => onChange(currentTarget.value || (option.empty === null ? null : ''))}
        />
      );
    case 'switch':
      return <Switch {...words} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number':
      return (
        <NumberInput
          {...words}
          value={typeof value === 'number' ? value : ''}
          min={option.min}
          max={option.max}
          allowDecimal={false}
          onChange={(number) => onChange(number === '' && option.empty === null ? null : number)}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...words}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={matchChoices.map((choice) => ({ value: choice, label: t(`salesforce.options.matches.${choice}`) }))}
        />
      );
    case 'activities':
      return (
        <Checkbox.Group {...words} value={value as string[]} onChange={onChange}>
          <Stack gap={6} mt={6}>
            {reportedTypes.map((type) => (
              <Checkbox key={type} value={type} label={t(`salesforce.options.activities.${type}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
  }
}
