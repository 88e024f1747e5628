import type { OptionsFilter } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

const pauseMs = 250;
const asTheServerFound: OptionsFilter = ({ options }) => options;

/** For a choice among more than one can show: the server searches for what is typed, once somebody pauses. */
export function useTypedSearch(first = '') {
  const [part, setPart] = useState(first);
  const [search] = useDebouncedValue(part, pauseMs);
  const typing = { searchable: true, searchValue: part, onSearchChange: setPart, filter: asTheServerFound };
  return { search, typing };
}
