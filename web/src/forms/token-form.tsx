import type { Role } from '@lockstep/contract/session.ts';
import type { CreatedApiToken } from '@lockstep/contract/users.ts';
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateApiToken } from '../api/admin.ts';
import { roles } from '../session.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { textOf } from './form-data.ts';

/** A new API token. */
export function TokenForm({ onCreated }: { onCreated: (token: CreatedApiToken) => void }) {
  const { t } = useTranslation();
  const creating = useCreateApiToken();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    creating.mutate({ name: textOf(form, 'name'), role: textOf(form, 'role') as Role }, { onSuccess: onCreated });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <TextInput name="name" label={t('users.name')} description={t('apiAccess.nameHelp')} required data-autofocus />
        <NativeSelect
          name="role"
          label={t('users.role')}
          data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
        {creating.error && <ErrorNotice error={creating.error} />}
        <Button type="submit" loading={creating.isPending}>
          {t('apiAccess.add')}
        </Button>
      </Stack>
    </form>
  );
}
