import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { createFirstAdmin } from '../api/session.ts';
import { EntranceForm } from '../forms/entrance-form.tsx';
import { textOf } from '../forms/form-data.ts';
import { shortestPassword } from '../forms/password-rule.ts';

export function FirstStartPage() {
  const { t } = useTranslation();
  const enter = (form: FormData) =>
    createFirstAdmin({
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      password: textOf(form, 'password'),
    });
  return (
    <EntranceForm
      title={t('firstStart.title')}
      explanation={t('firstStart.explanation')}
      submit={t('firstStart.submit')}
      enter={enter}
    >
      <TextInput name="name" label={t('fields.name')} autoComplete="name" required autoFocus />
      <TextInput name="email" type="email" label={t('fields.email')} autoComplete="username" required />
      <PasswordInput
        name="password"
        label={t('fields.password')}
        description={t('fields.passwordRule', { shortest: shortestPassword })}
        minLength={shortestPassword}
        autoComplete="new-password"
        required
      />
    </EntranceForm>
  );
}
