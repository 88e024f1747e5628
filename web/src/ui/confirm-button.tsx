import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  /** For those who don't see on which row it is. */
  name?: string;
  title: string;
  /** What exactly happens, and what can't be taken back. */
  explanation: string;
  onConfirm: () => void;
  loading?: boolean;
  disabled?: boolean;
  size?: ButtonProps['size'];
}

/** A button that asks before it does something that is lost or final. */
export function ConfirmButton({ label, name, title, explanation, onConfirm, loading, disabled, size }: Props) {
  const { t } = useTranslation();
  const [asking, ask] = useDisclosure();
  const confirm = () => {
    ask.close();
    onConfirm();
  };
  return (
    <>
      <Button variant="default" size={size} aria-label={name} onClick={ask.open} loading={loading} disabled={disabled}>
        {label}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={title} closeButtonProps={{ 'aria-label': t('actions.close') }}>
        <Stack>
          <Text size="sm">{explanation}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={ask.close}>
              {t('actions.cancel')}
            </Button>
            <Button onClick={confirm}>{label}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
