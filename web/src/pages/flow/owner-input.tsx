import type { Owner } from '@lockstep/contract/flow.ts';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOwners } from '../../api/records.ts';
import { useTypedSearch } from '../../forms/use-typed-search.ts';

interface Props {
  name: string;
  label: string;
  description?: string;
  /** Queues own leads alone, and no tasks. */
  usersOnly?: boolean;
  required?: boolean;
}

/** A user or queue of the org, found by name; the form gets `user:005…` or `queue:00G…`. */
export function OwnerInput({ name, label, description, usersOnly = false, required }: Props) {
  const { t } = useTranslation();
  const { search, typing } = useTypedSearch();
  const { data: owners = [] } = useOwners(search);
  const shown = owners.filter(({ kind }) => kind === 'user' || !usersOnly);
  return (
    <Select
      {...typing}
      name={name}
      label={label}
      description={description}
      required={required}
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('flow.clearOwner') }}
      nothingFoundMessage={t('flow.noOwner')}
      data={shown.map(({ kind, id, name: called }) => ({
        value: `${kind}:${id}`,
        label: kind === 'queue' ? t('flow.queue', { name: called }) : called,
      }))}
    />
  );
}

export function ownerOf(text: string): Owner | undefined {
  const [kind, id = ''] = text.split(':');
  return kind === 'user' || kind === 'queue' ? { kind, id } : undefined;
}
