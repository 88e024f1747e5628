import type { ProgramView } from '@lockstep/contract/programs.ts';
import { useTranslation } from 'react-i18next';
import { useSetMembers } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';
import { StatusSelect } from '../../forms/status-select.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

interface Props {
  program: ProgramView;
  ids: readonly number[];
  onDone: () => void;
  onClose: () => void;
}

/** Another status for the members that are ticked. */
export function ChangeStatus({ program, ids, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const setting = useSetMembers(program.id);
  const onSubmit = (form: FormData) => {
    const status = textOf(form, 'status');
    setting.mutate(
      ids.map((personId) => ({ personId, status })),
      { onSuccess: onDone },
    );
  };
  return (
    <FormDialog
      title={t('programs.members.changeStatus')}
      explanation={t(`programs.members.changeExplanation.${program.campaign ? 'linked' : 'here'}`, {
        count: ids.length,
      })}
      submit={t('programs.members.changeStatus')}
      running={setting}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <StatusSelect channel={program.channel} />
    </FormDialog>
  );
}
