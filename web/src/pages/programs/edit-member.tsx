import type { MemberFieldView, ProgramMemberView, ProgramView } from '@lockstep/contract/programs.ts';
import { useTranslation } from 'react-i18next';
import { useSetMembers } from '../../api/programs.ts';
import { changedValues, ValueInput } from '../../forms/value-input.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { memberName } from './member-name.ts';

interface Props {
  program: ProgramView;
  member: ProgramMemberView;
  fields: readonly MemberFieldView[];
  onDone: () => void;
  onClose: () => void;
}

/** The member fields of one member. */
export function EditMember({ program, member, fields, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const { personId, values } = member;
  const setting = useSetMembers(program.id);
  const onSubmit = (form: FormData) =>
    setting.mutate([{ personId, values: changedValues(form, values) }], { onSuccess: onDone });
  return (
    <FormDialog
      title={t('programs.members.editTitle', { name: memberName(member) })}
      submit={t('person.edit.save')}
      running={setting}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      {fields.map((field) => (
        <ValueInput key={field.name} field={field} value={values[field.name] ?? ''} />
      ))}
    </FormDialog>
  );
}
