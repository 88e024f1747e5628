import type { CredentialsInput, OAuthInput } from '@lockstep/contract/setup.ts';
import {
  Button,
  Checkbox,
  Code,
  PasswordInput,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Disclosure } from '../ui/disclosure.tsx';
import { isTicked, textOf } from './form-data.ts';
import { LoginPlace } from './login-place.tsx';

const methods = ['oauth', 'password', 'server'] as const;
type Method = (typeof methods)[number];
const flows = ['client-credentials', 'jwt-bearer'] as const;
type Flow = (typeof flows)[number];

interface Props {
  practiceOrgUrl: string | null;
  pending: boolean;
  onOAuth: (input: OAuthInput) => void;
  onCredentials: (input: CredentialsInput) => void;
}

/** How the sync logs in (SET-4): with Salesforce's own page first, then username and password, then without a person. */
export function CredentialsForm({ practiceOrgUrl, pending, onOAuth, onCredentials }: Props) {
  const { t } = useTranslation();
  const [method, setMethod] = useState<Method>('oauth');
  const [flow, setFlow] = useState<Flow>('client-credentials');
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (method === 'oauth') onOAuth({ ...appOf(form), ...placeOf(form) });
    else onCredentials({ ...credentialsOf(method === 'password' ? 'password' : flow, form), ...placeOf(form) });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack maw={560}>
        <Radio.Group
          label={t('setup.credentials.method')}
          value={method}
          onChange={(value) => setMethod(value as Method)}
        >
          <Stack gap="xs" mt={6}>
            {methods.map((value) => (
              <Radio key={value} value={value} label={t(`setup.credentials.methods.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Text size="sm">{t(`setup.credentials.${method}Explanation`)}</Text>
        {method === 'server' && (
          <SegmentedControl
            aria-label={t('setup.credentials.flow')}
            value={flow}
            onChange={(value) => setFlow(value as Flow)}
            data={flows.map((value) => ({ value, label: t(`setup.credentials.flows.${value}`) }))}
          />
        )}
        {method === 'password' && <PasswordFields />}
        {(method === 'oauth' || (method === 'server' && flow === 'client-credentials')) && <AppFields />}
        {method === 'server' && flow === 'jwt-bearer' && <JwtFields />}
        <Checkbox
          name="sandbox"
          label={t('setup.credentials.sandbox')}
          description={t('setup.credentials.sandboxHelp')}
        />
        <Disclosure label={t('setup.credentials.advanced')}>
          <LoginPlace practiceOrgUrl={practiceOrgUrl} />
        </Disclosure>
        {method === 'oauth' && (
          <Text size="sm" c="dimmed">
            {t('setup.credentials.callback')} <Code>{new URL('/oauth/callback', window.location.href).href}</Code>
          </Text>
        )}
        <Button type="submit" loading={pending} w="fit-content">
          {method === 'oauth' ? t('setup.credentials.login') : t('setup.credentials.connect')}
        </Button>
      </Stack>
    </form>
  );
}

function AppFields() {
  const { t } = useTranslation();
  return (
    <>
      <TextInput name="consumerKey" label={t('setup.credentials.consumerKey')} autoComplete="off" required />
      <PasswordInput name="consumerSecret" label={t('setup.credentials.consumerSecret')} autoComplete="off" required />
    </>
  );
}

function PasswordFields() {
  const { t } = useTranslation();
  return (
    <>
      <TextInput name="username" label={t('setup.credentials.username')} autoComplete="off" required />
      <PasswordInput name="password" label={t('setup.credentials.password')} autoComplete="off" required />
      <PasswordInput
        name="securityToken"
        label={t('setup.credentials.securityToken')}
        description={t('setup.credentials.securityTokenHelp')}
        autoComplete="off"
      />
    </>
  );
}

function JwtFields() {
  const { t } = useTranslation();
  return (
    <>
      <TextInput name="consumerKey" label={t('setup.credentials.consumerKey')} autoComplete="off" required />
      <TextInput name="username" label={t('setup.credentials.username')} autoComplete="off" required />
      <Textarea name="privateKey" label={t('setup.credentials.privateKey')} rows={6} required />
    </>
  );
}

function appOf(form: FormData): { consumerKey: string; consumerSecret: string } {
  return { consumerKey: textOf(form, 'consumerKey').trim(), consumerSecret: textOf(form, 'consumerSecret').trim() };
}

function placeOf(form: FormData): { sandbox: boolean; loginUrl?: string } {
  const loginUrl = textOf(form, 'loginUrl').trim();
  return { sandbox: isTicked(form, 'sandbox'), ...(loginUrl ? { loginUrl } : {}) };
}

function credentialsOf(method: 'password' | Flow, form: FormData): CredentialsInput {
  const username = textOf(form, 'username').trim();
  switch (method) {
    case 'password':
      return {
        method,
        username,
        password: textOf(form, 'password'),
        securityToken: textOf(form, 'securityToken').trim(),
      };
    case 'client-credentials':
      return { method, ...appOf(form) };
    case 'jwt-bearer':
      return { method, username, consumerKey: appOf(form).consumerKey, privateKey: textOf(form, 'privateKey') };
  }
}
