import type { Role } from '@lockstep/contract/session.ts';
import type { UserView } from '@lockstep/contract/users.ts';
import { Button, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateUser } from '../api/users.ts';
import { roles } from '../session.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { textOf } from './form-data.ts';
import { shortestPassword } from './password-rule.ts';

/** A new user of Lockstep. */
export function UserForm({ onCreated }: { onCreated: (user: UserView) => void }) {
  const { t } = useTranslation();
  const creating = useCreateUser();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    creating.mutate(
      { name: text('name'), email: text('email'), role: text('role') as Role, password: text('password') },
      { onSuccess: onCreated },
    );
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <TextInput name="name" label={t('users.name')} autoComplete="off" required data-autofocus />
        <TextInput name="email" type="email" label={t('fields.email')} autoComplete="off" required />
        <Radio.Group name="role" label={t('users.role')} defaultValue="viewer" required>
          <Stack gap="xs" mt={4}>
            {roles.map((role) => (
              <Radio
                key={role}
                value={role}
                label={t(`roles.${role}`)}
                description={t(`users.roleExplanations.${role}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <PasswordInput
          name="password"
          label={t('users.initialPassword')}
          description={`${t('fields.passwordRule', { shortest: shortestPassword })} ${t('users.initialPasswordHelp')}`}
          minLength={shortestPassword}
          autoComplete="new-password"
          required
        />
        {creating.error && <ErrorNotice error={creating.error} />}
        <Button type="submit" loading={creating.isPending}>
          {t('users.add')}
        </Button>
      </Stack>
    </form>
  );
}
