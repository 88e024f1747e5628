import { Button, Paper, PasswordInput, Stack } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangePassword } from '../../api/users.ts';
import { textOf } from '../../forms/form-data.ts';
import { shortestPassword } from '../../forms/password-rule.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** One's own password. */
export default function PasswordPage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const changing = useChangePassword();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const form = new FormData(target);
    changing.mutate(
      { current: textOf(form, 'current'), next: textOf(form, 'next') },
      {
        onSuccess: () => {
          target.reset();
          notify(t('users.password.changed'));
        },
      },
    );
  };
  return (
    <Page title={t('users.password.title')} subtitle={t('users.password.explanation')}>
      <Paper withBorder p={{ base: 'md', sm: 'xl' }} maw={480}>
        <form onSubmit={onSubmit}>
          <Stack>
            <PasswordInput
              name="current"
              label={t('users.password.current')}
              autoComplete="current-password"
              required
            />
            <PasswordInput
              name="next"
              label={t('users.password.next')}
              description={t('fields.passwordRule', { shortest: shortestPassword })}
              minLength={shortestPassword}
              autoComplete="new-password"
              required
            />
            {changing.error && <ErrorNotice error={changing.error} />}
            <Button type="submit" loading={changing.isPending} w="fit-content">
              {t('users.password.change')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
