import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Option } from './sync-options.ts';

interface Props {
  option: Option;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One sync option, entered as its kind wants. */
export function OptionField({ option, value, onChange }: Props) {
  const { t } = useTranslation();
  const words = {
    label: t(`salesforce.options.of.${option.name}.label`),
    description: t(`salesforce.options.of.${option.name}.help`),
  };
  switch (option.kind) {
    case 'text':
      return (
        <TextInput
          {...words}
          value={String(value ?? '')}
          maxLength={option.longest}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'switch':
      return <Switch {...words} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number':
      return <NumberInput {...words} value={Number(value)} min={option.min} max={option.max} onChange={onChange} />;
    case 'choice':
      return (
        <NativeSelect
          {...words}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={option.choices.map((choice) => ({ value: choice, label: t(`salesforce.options.matches.${choice}`) }))}
        />
      );
  }
}
