import type { ProgramMemberView, ProgramView } from '@lockstep/contract/programs.ts';
import { Button, Group, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMemberFields, useRemoveMembers } from '../../api/programs.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { AddPeople } from './add-people.tsx';
import { ChangeStatus } from './change-status.tsx';
import { EditMember } from './edit-member.tsx';

interface Props {
  program: ProgramView;
  /** The members that are ticked. */
  chosen: readonly ProgramMemberView[];
  onDone: () => void;
  /** What stands beside the buttons. */
  children: ReactNode;
}

/** Adding people, and what can be done with the members that are ticked. */
export function MemberActions({ program, chosen, onDone, children }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const marketer = useMay('marketer');
  const { data: fields = [] } = useMemberFields();
  const removing = useRemoveMembers(program.id);
  const [open, setOpen] = useState<'add' | 'status' | 'values' | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onDone();
  };
  const ids = chosen.map(({ personId }) => personId);
  const [only] = chosen;
  const remove = () =>
    removing.mutate(ids, {
      onSuccess: ({ removed }) => {
        notify(t('programs.members.removed', { count: removed }));
        onDone();
      },
    });
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        {children}
        {marketer && (
          <>
            <Button onClick={() => setOpen('add')}>{t('programs.members.add')}</Button>
            <Button variant="default" disabled={chosen.length === 0} onClick={() => setOpen('status')}>
              {t('programs.members.changeStatus')}
            </Button>
            {fields.length > 0 && (
              <Button variant="default" disabled={chosen.length !== 1} onClick={() => setOpen('values')}>
                {t('programs.members.editValues')}
              </Button>
            )}
            <ConfirmButton
              label={t('programs.members.remove')}
              title={t('programs.members.removeTitle', { count: chosen.length, program: program.name })}
              explanation={t(`programs.members.removeExplanation.${program.campaign ? 'linked' : 'here'}`)}
              onConfirm={remove}
              loading={removing.isPending}
              disabled={chosen.length === 0}
            />
          </>
        )}
      </Group>
      {removing.error && <ErrorNotice error={removing.error} />}
      {open === 'add' && <AddPeople program={program} onClose={close} />}
      {open === 'status' && <ChangeStatus program={program} ids={ids} onDone={done} onClose={close} />}
      {open === 'values' && only && (
        <EditMember program={program} member={only} fields={fields} onDone={done} onClose={close} />
      )}
    </Stack>
  );
}
