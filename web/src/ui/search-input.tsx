import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';

const pauseMs = 250;

interface Props {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
}

/** Searches once somebody pauses. */
export function SearchInput({ label, description, value, onChange }: Props) {
  const later = useDebouncedCallback(onChange, pauseMs);
  return (
    <TextInput
      type="search"
      label={label}
      description={description}
      defaultValue={value}
      onChange={(event) => later(event.currentTarget.value.trim())}
      w={{ base: '100%', sm: 320 }}
    />
  );
}
