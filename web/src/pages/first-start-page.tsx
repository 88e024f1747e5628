import { PasswordInput, TextInput } from '@mantine/core';
import { api } from '../api/client.ts';
import { strings } from '../strings.ts';
import { Entrance, textOf } from '../ui/entrance.tsx';

const { fields, firstStart } = strings;

/** The server checks it too; see the contract's session.ts, whose schemas this page does without. */
const shortestPassword = 12;

export function FirstStartPage() {
  const enter = (form: FormData) =>
    api.createFirstAdmin({
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      password: textOf(form, 'password'),
    });
  return (
    <Entrance title={firstStart.title} explanation={firstStart.explanation} submit={firstStart.submit} enter={enter}>
      <TextInput name="name" label={fields.name} autoComplete="name" required autoFocus />
      <TextInput name="email" type="email" label={fields.email} autoComplete="username" required />
      <PasswordInput
        name="password"
        label={fields.password}
        description={fields.passwordRule(shortestPassword)}
        minLength={shortestPassword}
        autoComplete="new-password"
        required
      />
    </Entrance>
  );
}
