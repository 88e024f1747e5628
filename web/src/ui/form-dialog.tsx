import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DialogForm, type DialogFormProps } from './dialog-form.tsx';

interface Props extends DialogFormProps {
  title: string;
  size?: string;
}

/** A dialog that asks, and does. */
export function FormDialog({ title, size, ...form }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={form.onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <DialogForm {...form} />
    </Modal>
  );
}
