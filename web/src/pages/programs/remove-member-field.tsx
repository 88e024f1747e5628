import type { MemberFieldView } from '@lockstep/contract/programs.ts';
import { useTranslation } from 'react-i18next';
import { useRemoveMemberField } from '../../api/programs.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** Removes a member field after saying that its values are lost here, and kept in Salesforce. */
export function RemoveMemberField({ field: { name, label: field } }: { field: MemberFieldView }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const removing = useRemoveMemberField();
  const onSuccess = () => notify(t('programs.memberFields.removed', { field }));
  return (
    <>
      <ConfirmButton
        label={t('programs.memberFields.remove')}
        name={t('programs.memberFields.removeOf', { field })}
        title={t('programs.memberFields.removeTitle', { field })}
        explanation={t('programs.memberFields.removeExplanation')}
        onConfirm={() => removing.mutate(name, { onSuccess })}
        loading={removing.isPending}
        size="compact-sm"
      />
      {removing.error && <ErrorNotice error={removing.error} />}
    </>
  );
}
