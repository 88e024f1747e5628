import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateProgram } from '../../api/programs.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { ProgramFields, programOf } from './program-fields.tsx';

/** A new program; then its page. */
export function CreateProgram({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const creating = useCreateProgram();
  const onSubmit = (form: FormData) => {
    const { channel = '', ...rest } = programOf(form);
    creating.mutate({ channel, ...rest }, { onSuccess: ({ id }) => navigate(`/programs/${id}`) });
  };
  return (
    <FormDialog
      title={t('programs.create')}
      submit={t('programs.create')}
      running={creating}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <ProgramFields />
    </FormDialog>
  );
}
