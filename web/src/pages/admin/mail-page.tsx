import { type MailableKind, mailableKinds, urgentKinds } from '@lockstep/contract/choices.ts';
import type { MailView } from '@lockstep/contract/mail.ts';
import { Button, Checkbox, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChooseMail, useMail, useTestMail } from '../../api/mail.ts';
import { languageNames } from '../../i18n/languages.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** What one is told by e-mail, and whether e-mails arrive (OPS-4). */
export default function MailPage() {
  const { t } = useTranslation();
  const { data: mail, error, refetch } = useMail();
  return (
    <Page title={t('notifications.mail.title')} subtitle={t('notifications.mail.subtitle')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {mail ? (
        <>
          {mail.server === null && (
            <Notice data-kind="info" title={t('notifications.mail.off')}>
              <Text size="sm">{t('notifications.mail.offExplanation')}</Text>
            </Notice>
          )}
          <Choice mail={mail} />
          <Delivery mail={mail} />
        </>
      ) : (
        !error && <Skeleton h={320} />
      )}
    </Page>
  );
}

function Choice({ mail }: { mail: MailView }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const choosing = useChooseMail();
  const [kinds, setKinds] = useState<MailableKind[]>(mail.kinds);
  const save = () => choosing.mutate({ kinds }, { onSuccess: () => notify(t('notifications.mail.saved')) });
  const group = (label: string, offered: readonly MailableKind[]) => (
    <Checkbox.Group
      label={label}
      value={kinds}
      onChange={(chosen) =>
        setKinds([...kinds.filter((kind) => !offered.includes(kind)), ...(chosen as MailableKind[])])
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} mt="xs" spacing="sm">
        {offered.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`notifications.kinds.${kind}`)} />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} maw={760}>
      <Stack gap="lg">
        {group(t('notifications.mail.urgent'), urgentKinds)}
        {group(
          t('notifications.mail.others'),
          mailableKinds.filter((kind) => !urgentKinds.includes(kind)),
        )}
        {!mail.chosen && (
          <Text size="sm" c="dimmed">
            {t('notifications.mail.byRole')}
          </Text>
        )}
        {choosing.error && <ErrorNotice error={choosing.error} />}
        <Button onClick={save} loading={choosing.isPending} w="fit-content">
          {t('notifications.mail.save')}
        </Button>
      </Stack>
    </Paper>
  );
}

function Delivery({ mail: { address, from, server, language, last } }: { mail: MailView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  const lastSent = last
    ? `${t(`notifications.mail.states.${last.state}`)} · ${format.moment(last.at, 0)}${last.answer ? ` · ${last.answer}` : ''}`
    : t('notifications.mail.never');
  return (
    <Section title={t('notifications.mail.delivery')}>
      <Stack>
        <Facts
          facts={[
            [t('notifications.mail.to'), address],
            [t('notifications.mail.language'), languageNames[language]],
            ...(server === null ? [] : [[t('notifications.mail.server'), server] as const]),
            ...(from === null ? [] : [[t('notifications.mail.from'), from] as const]),
            [t('notifications.mail.last'), lastSent],
          ]}
        />
        {last?.error && <ErrorNotice error={last.error} />}
        {admin && server !== null && <TestMail />}
      </Stack>
    </Section>
  );
}

function TestMail() {
  const { t } = useTranslation();
  const testing = useTestMail();
  return (
    <>
      <Group>
        <Button variant="default" onClick={() => testing.mutate()} loading={testing.isPending}>
          {t('notifications.mail.test')}
        </Button>
      </Group>
      {testing.error && <ErrorNotice error={testing.error} />}
      {testing.data && (
        <Notice data-kind="info" role="status">
          <Text size="sm">{t('notifications.mail.testSent', { ...testing.data })}</Text>
        </Notice>
      )}
    </>
  );
}
