import type { IdentityView, SetupView } from '@lockstep/contract/setup.ts';
import { Button, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useConfirm } from '../../api/setup.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SetupFrame } from './setup-frame.tsx';
import { isDone, pathOf } from './steps.ts';

/** *Confirm Credentials*: names the org and the user, and what becomes final (SET-7). */
export default function ConfirmPage() {
  const { t } = useTranslation();
  return (
    <SetupFrame step="confirm" intro={t('setup.confirm.intro')}>
      {(setup) => setup.identity && <Confirmation setup={setup} identity={setup.identity} />}
    </SetupFrame>
  );
}

function Confirmation({ setup, identity }: { setup: SetupView; identity: IdentityView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirming = useConfirm();
  return (
    <Stack maw={640}>
      <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
        <Facts
          facts={[
            [t('setup.confirm.organization'), identity.organizationName],
            [t('setup.confirm.organizationId'), identity.organizationId],
            [t('setup.confirm.edition'), identity.edition],
            [t('setup.confirm.instance'), `${identity.instance} · ${identity.instanceUrl}`],
            [
              t('setup.confirm.environment'),
              t(`setup.confirm.environments.${identity.isSandbox ? 'sandbox' : 'production'}`),
            ],
            [t('setup.confirm.user'), `${identity.displayName} · ${identity.username}`],
          ]}
        />
      </Paper>
      <Notice data-kind="warning" title={t('setup.confirm.final')}>
        <Text size="sm">{t('setup.confirm.finalExplanation')}</Text>
      </Notice>
      {confirming.error && <ErrorNotice error={confirming.error} />}
      {isDone('confirm', setup.state) ? (
        <>
          <Text>{t('setup.confirm.done')}</Text>
          <Button component={Link} to={pathOf('mappings')} w="fit-content">
            {t('setup.next')}
          </Button>
        </>
      ) : (
        <Button
          w="fit-content"
          loading={confirming.isPending}
          onClick={() =>
            confirming.mutate(identity.organizationId, { onSuccess: () => void navigate(pathOf('mappings')) })
          }
        >
          {t('setup.confirm.confirm')}
        </Button>
      )}
    </Stack>
  );
}
