import { PasswordInput, TextInput } from '@mantine/core';
import { api } from '../api/client.ts';
import { strings } from '../strings.ts';
import { Entrance, textOf } from '../ui/entrance.tsx';

const { fields, signIn } = strings;

export function SignInPage() {
  return (
    <Entrance
      title={signIn.title}
      submit={signIn.submit}
      enter={(form) => api.signIn({ email: textOf(form, 'email'), password: textOf(form, 'password') })}
    >
      <TextInput name="email" type="email" label={fields.email} autoComplete="username" required autoFocus />
      <PasswordInput name="password" label={fields.password} autoComplete="current-password" required />
    </Entrance>
  );
}
