import type { FieldView } from '@lockstep/contract/fields.ts';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldChange } from '../../api/fields.ts';
import { textOf } from '../../forms/form-data.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { nameOfField } from './field-name.ts';

interface Props {
  field: FieldView;
  onChange: (change: FieldChange) => void;
}

/** Another label, hide, show. */
export function FieldActions({ field, onChange }: Props) {
  const { t } = useTranslation();
  const name = nameOfField(field);
  return (
    <Group gap={6}>
      <Rename label={field.label} onChange={(label) => onChange({ name, label })} />
      {field.hidden ? (
        <Button variant="default" size="compact-sm" onClick={() => onChange({ name, hidden: false })}>
          {t('fieldManagement.show')}
        </Button>
      ) : field.standard ? null : (
        <ConfirmButton
          label={t('fieldManagement.hide')}
          title={t('fieldManagement.hideTitle', { field: field.label })}
          explanation={t('fieldManagement.hideExplanation')}
          onConfirm={() => onChange({ name, hidden: true })}
          size="compact-sm"
        />
      )}
    </Group>
  );
}

function Rename({ label, onChange }: { label: string; onChange: (label: string) => void }) {
  const { t } = useTranslation();
  const [open, dialog] = useDisclosure();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onChange(textOf(new FormData(event.currentTarget), 'label'));
    dialog.close();
  };
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={dialog.open}>
        {t('fieldManagement.rename')}
      </Button>
      <Modal
        opened={open}
        onClose={dialog.close}
        title={t('fieldManagement.renameTitle', { field: label })}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <form onSubmit={onSubmit}>
          <Stack>
            <TextInput
              name="label"
              label={t('fieldManagement.label')}
              description={t('fieldManagement.labelHelp')}
              defaultValue={label}
              maxLength={255}
              required
              data-autofocus
            />
            <Button type="submit">{t('fieldManagement.rename')}</Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
