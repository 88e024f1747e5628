import type { PersonView } from '@lockstep/contract/people.ts';
import { NativeSelect, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mergePeople } from '../../api/flow.ts';
import { usePeople, usePerson, usePersonFields } from '../../api/people.ts';
import { useTypedSearch } from '../../forms/use-typed-search.ts';
import { nameOf } from '../person/name-of.ts';
import { FlowDialog } from './flow-dialog.tsx';

/** Merge: another person becomes part of this one, here and in Salesforce (SYN-8). */
export function MergeDialog({ winner, onClose }: { winner: PersonView; onClose: () => void }) {
  const { t } = useTranslation();
  const { search, typing } = useTypedSearch(winner.values.email ?? '');
  const [loserId, setLoserId] = useState<string | null>(null);
  const { data } = usePeople({ search, fields: 'firstName,lastName,email,company' }, []);
  const found = (data?.pages[0]?.people ?? []).filter(({ id }) => id !== winner.id);
  const run = (form: FormData) => {
    const kept = [...form.entries()].filter(([name, id]) => name.startsWith('keep:') && id);
    const keep = Object.fromEntries(kept.map(([name, id]) => [name.slice('keep:'.length), Number(id)]));
    return mergePeople({ winnerId: winner.id, loserIds: [Number(loserId)], keep });
  };
  return (
    <FlowDialog
      title={t('flow.merge.title', { name: nameOf(winner) })}
      explanation={t('flow.merge.explanation', { name: nameOf(winner) })}
      final={t('flow.merge.final')}
      submit={t('flow.merge.submit')}
      run={run}
      onClose={onClose}
      ready={loserId !== null}
      size="lg"
    >
      <Select
        {...typing}
        label={t('flow.merge.other')}
        required
        nothingFoundMessage={t('database.people.none')}
        value={loserId}
        onChange={setLoserId}
        data={found.map((person) => ({ value: String(person.id), label: describe(person) }))}
      />
      {loserId && <Differences winner={winner} loserId={Number(loserId)} />}
    </FlowDialog>
  );
}

function describe(person: PersonView): string {
  const { email, company } = person.values;
  return [nameOf(person), email, company, person.sfdcType, `#${person.id}`].filter(Boolean).join(' · ');
}

/** Whose value stays, for each field in which both have one and they differ. */
function Differences({ winner, loserId }: { winner: PersonView; loserId: number }) {
  const { t } = useTranslation();
  const { data: loser } = usePerson(loserId);
  const { data: fields = [] } = usePersonFields();
  if (!loser) return null;
  const theirs = loser.person.values;
  const differing = fields.filter(
    ({ name, readOnly }) => !readOnly && winner.values[name] && theirs[name] && winner.values[name] !== theirs[name],
  );
  if (differing.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text size="sm">{t('flow.merge.keep')}</Text>
      {differing.map(({ name, label }) => (
        <NativeSelect
          key={name}
          name={`keep:${name}`}
          label={label}
          data={[
            { value: '', label: winner.values[name] ?? '' },
            { value: String(loserId), label: theirs[name] ?? '' },
          ]}
        />
      ))}
    </Stack>
  );
}
