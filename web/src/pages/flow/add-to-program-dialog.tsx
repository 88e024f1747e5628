import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrograms, useSetMembers } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';
import { StatusSelect } from '../../forms/status-select.tsx';
import { useTypedSearch } from '../../forms/use-typed-search.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import type { DialogProps } from './flow-dialog.tsx';

/** Add to program: no action on Salesforce, but what a linked campaign follows (PRG). */
export function AddToProgramDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const { search, typing } = useTypedSearch();
  const { data } = usePrograms({ search });
  const programs = data?.pages[0]?.programs ?? [];
  const [programId, setProgramId] = useState<string | null>(null);
  const program = programs.find(({ id }) => String(id) === programId);
  const setting = useSetMembers(Number(programId));
  const onSubmit = (form: FormData) => {
    const status = textOf(form, 'status') || undefined;
    const members = ids.map((personId) => ({ personId, status }));
    setting.mutate(members, {
      onSuccess: (done) => {
        notify(t('programs.members.changed', { ...done }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('flow.addToProgram.name')}
      explanation={t('flow.addToProgram.explanation', { count: ids.length })}
      submit={t('flow.addToProgram.submit')}
      running={setting}
      ready={program !== undefined}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Select
        {...typing}
        label={t('flow.addToProgram.program')}
        required
        data-autofocus
        nothingFoundMessage={t('flow.addToProgram.noProgram')}
        value={programId}
        onChange={setProgramId}
        data={programs.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <StatusSelect channel={program?.channel} optional />
    </FormDialog>
  );
}
