import type { ProgramView } from '@lockstep/contract/programs.ts';
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../api/people.ts';
import { useSetMembers } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';
import { StatusSelect } from '../../forms/status-select.tsx';
import { useTypedSearch } from '../../forms/use-typed-search.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { nameOf } from '../person/name-of.ts';

interface Option {
  value: string;
  label: string;
}

/** People that are found by name or address become members. */
export function AddPeople({ program, onClose }: { program: ProgramView; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const setting = useSetMembers(program.id);
  const { search, typing } = useTypedSearch();
  const { data } = usePeople({ search, fields: 'firstName,lastName,email,company' }, []);
  const [chosen, setChosen] = useState<readonly Option[]>([]);
  const found = (data?.pages[0]?.people ?? []).map((person) => ({
    value: String(person.id),
    label: [nameOf(person), person.values.email, person.values.company].filter(Boolean).join(' · '),
  }));
  const options = [...chosen, ...found.filter(({ value }) => chosen.every((other) => other.value !== value))];
  const onSubmit = (form: FormData) => {
    const status = textOf(form, 'status') || undefined;
    const members = chosen.map(({ value }) => ({ personId: Number(value), status }));
    setting.mutate(members, {
      onSuccess: (done) => {
        notify(t('programs.members.changed', { ...done }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('programs.members.add')}
      explanation={t(`programs.members.addExplanation.${program.campaign ? 'linked' : 'here'}`)}
      submit={t('programs.members.add')}
      running={setting}
      ready={chosen.length > 0}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <MultiSelect
        {...typing}
        label={t('programs.members.people')}
        description={t('database.people.search')}
        required
        data-autofocus
        hidePickedOptions
        nothingFoundMessage={t('database.people.none')}
        value={chosen.map(({ value }) => value)}
        onChange={(values) => setChosen(options.filter(({ value }) => values.includes(value)))}
        data={options}
      />
      <StatusSelect channel={program.channel} optional />
    </FormDialog>
  );
}
