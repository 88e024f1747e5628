import { useTranslation } from 'react-i18next';
import { changeOwner } from '../../api/flow.ts';
import { textOf } from '../../forms/form-data.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';
import { OwnerInput, ownerOf } from './owner-input.tsx';

export function ChangeOwnerDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const run = async (form: FormData) => {
    const owner = ownerOf(textOf(form, 'owner'));
    return owner ? changeOwner({ ids, owner }) : [];
  };
  return (
    <FlowDialog
      title={t('flow.owner.name')}
      explanation={t('flow.owner.explanation', { count: ids.length })}
      submit={t('flow.owner.name')}
      run={run}
      onClose={onClose}
    >
      <OwnerInput name="owner" label={t('flow.owner.label')} required />
    </FlowDialog>
  );
}
