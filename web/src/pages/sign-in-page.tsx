import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { signIn } from '../api/session.ts';
import { EntranceForm } from '../forms/entrance-form.tsx';
import { textOf } from '../forms/form-data.ts';

export function SignInPage() {
  const { t } = useTranslation();
  return (
    <EntranceForm
      title={t('signIn.title')}
      submit={t('signIn.submit')}
      enter={(form) => signIn({ email: textOf(form, 'email'), password: textOf(form, 'password') })}
    >
      <TextInput name="email" type="email" label={t('fields.email')} autoComplete="username" required autoFocus />
      <PasswordInput name="password" label={t('fields.password')} autoComplete="current-password" required />
    </EntranceForm>
  );
}
