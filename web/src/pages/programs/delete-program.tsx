import type { ProgramView } from '@lockstep/contract/programs.ts';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDeleteProgram } from '../../api/programs.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** Deletes the program after saying what is lost, and that Salesforce keeps what it has. */
export function DeleteProgram({ program: { id, name, members, campaign } }: { program: ProgramView }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const deleting = useDeleteProgram(id);
  const onSuccess = () => {
    notify(t('programs.deleted', { name }));
    void navigate('/programs');
  };
  const explanation = [
    t('programs.deleteExplanation', { count: members }),
    ...(campaign ? [t('programs.deleteCampaignStays')] : []),
  ];
  return (
    <>
      <ConfirmButton
        label={t('programs.delete')}
        title={t('programs.deleteTitle', { name })}
        explanation={explanation.join(' ')}
        onConfirm={() => deleting.mutate(undefined, { onSuccess })}
        loading={deleting.isPending}
      />
      {deleting.error && <ErrorNotice error={deleting.error} />}
    </>
  );
}
