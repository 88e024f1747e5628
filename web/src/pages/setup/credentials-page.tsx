import type { SetupView } from '@lockstep/contract/setup.ts';
import { Button, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { readFirstStart } from '../../api/session.ts';
import { readOAuthOutcome, useEnterCredentials, useStartOAuth } from '../../api/setup.ts';
import { CredentialsForm } from '../../forms/credentials-form.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SetupFrame } from './setup-frame.tsx';
import { pathOf } from './steps.ts';

/** SET-4, SET-5. A login at Salesforce ends here too, whether it was granted or refused. */
export default function CredentialsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const firstStart = useQuery({ queryKey: ['first-start'], queryFn: readFirstStart });
  const oauth = useStartOAuth();
  const entering = useEnterCredentials();
  const error = entering.error ?? oauth.error;
  return (
    <SetupFrame step="credentials" intro={t('setup.credentials.intro')}>
      {(setup) => (
        <Stack maw={640}>
          <OAuthOutcome />
          {setup.identity && <Connected setup={setup} />}
          <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
            <CredentialsForm
              practiceOrgUrl={firstStart.data?.practiceOrgUrl ?? null}
              pending={entering.isPending || oauth.isPending || oauth.isSuccess}
              onOAuth={(input) => oauth.mutate(input, { onSuccess: ({ url }) => window.location.assign(url) })}
              onCredentials={(input) =>
                entering.mutate(input, {
                  onSuccess: () => setup.state !== 'started' && void navigate(pathOf('fields')),
                })
              }
            />
          </Paper>
          {error && <ErrorNotice error={error} />}
        </Stack>
      )}
    </SetupFrame>
  );
}

function Connected({ setup: { state, identity } }: { setup: SetupView }) {
  const { t } = useTranslation();
  return (
    <Notice
      data-kind="info"
      title={t('setup.credentials.connected', {
        username: identity?.username,
        organization: identity?.organizationName,
      })}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {state === 'started' ? t('setup.credentials.againStarted') : t('setup.credentials.again')}
        </Text>
        {state !== 'started' && (
          <Button component={Link} to={pathOf('fields')} size="xs">
            {t('setup.next')}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}

/** What came of the login that the address names. */
function OAuthOutcome() {
  const { t } = useTranslation();
  const state = useSearchParams()[0].get('login');
  const { data, error } = useQuery({
    queryKey: ['oauth-outcome', state],
    queryFn: () => readOAuthOutcome(state ?? ''),
    enabled: state !== null,
  });
  const failure = data?.failure ?? error;
  if (!failure) return null;
  return (
    <section aria-label={t('setup.credentials.refused')}>
      <ErrorNotice error={failure} />
    </section>
  );
}
