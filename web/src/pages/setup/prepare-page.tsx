import type { ChecksView } from '@lockstep/contract/setup.ts';
import { Anchor, Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readFirstStart } from '../../api/session.ts';
import { useChecks } from '../../api/setup.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ResultMark } from './result-mark.tsx';
import { SetupFrame } from './setup-frame.tsx';
import { pathOf } from './steps.ts';

/** What to do in Salesforce: the sync user, the security token, the marketing fields (SET-1 to SET-3). */
export default function PreparePage() {
  const { t } = useTranslation();
  const { data: checks, error, refetch, isFetching } = useChecks();
  return (
    <SetupFrame step="prepare" intro={t('setup.prepare.intro')}>
      {() => (
        <Stack gap="xl">
          <Group>
            <Button component={Link} to={pathOf('credentials')}>
              {t('setup.next')}
            </Button>
            {checks?.connected ? (
              <Button variant="default" onClick={() => void refetch()} loading={isFetching}>
                {t('setup.prepare.checkAgain')}
              </Button>
            ) : (
              checks && <Text c="dimmed">{t('setup.prepare.notConnected')}</Text>
            )}
          </Group>
          {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
          {!checks && !error && <Skeleton h={400} />}
          {checks && <SyncUser checks={checks.user} />}
          <SecurityToken />
          {checks && <MarketingFields fields={checks.fields} />}
        </Stack>
      )}
    </SetupFrame>
  );
}

function SyncUser({ checks }: { checks: ChecksView['user'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" component="section">
      <Title order={3} size="h4">
        {t('setup.prepare.user.title')}
      </Title>
      <Text maw={760}>{t('setup.prepare.user.explanation')}</Text>
      <DataTable
        label={t('setup.prepare.user.title')}
        rows={checks}
        keyOf={({ id }) => id}
        empty=""
        columns={[
          { name: 'line', label: t('setup.prepare.user.line'), cell: (check) => <CheckLine check={check} /> },
          {
            name: 'result',
            label: t('setup.prepare.user.result'),
            cell: ({ result }) => <ResultMark result={result} />,
          },
        ]}
      />
      <Disclosure label={t('setup.prepare.editions.enterprise')}>
        <Text size="sm">{t('setup.prepare.editions.enterpriseHow')}</Text>
      </Disclosure>
      <Disclosure label={t('setup.prepare.editions.professional')}>
        <Text size="sm">{t('setup.prepare.editions.professionalHow')}</Text>
      </Disclosure>
    </Stack>
  );
}

function CheckLine({ check: { id, missing } }: { check: ChecksView['user'][number] }) {
  const { t } = useTranslation();
  return (
    <>
      {t(`setup.prepare.checks.${id}.label`)}
      <Text size="xs" c="dimmed" fw={400}>
        {t(`setup.prepare.checks.${id}.how`)}
        {missing.length > 0 && <strong> {missing.join(', ')}</strong>}
      </Text>
    </>
  );
}

function SecurityToken() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['first-start'], queryFn: readFirstStart });
  const url = data?.practiceOrgUrl;
  return (
    <Stack gap="sm" component="section">
      <Title order={3} size="h4">
        {t('setup.prepare.token.title')}
      </Title>
      <Text maw={760}>
        {t('setup.prepare.token.explanation')}{' '}
        {url && (
          <Trans
            i18nKey="setup.prepare.token.practiceOrg"
            components={{
              orgLink: (
                <Anchor
                  href={new URL('/practice-org/security-token', url).href}
                  target="_blank"
                  rel="noreferrer"
                  underline="always"
                />
              ),
            }}
          />
        )}
      </Text>
    </Stack>
  );
}

function MarketingFields({ fields }: { fields: ChecksView['fields'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" component="section">
      <Title order={3} size="h4">
        {t('setup.prepare.fields.title')}
      </Title>
      <Text maw={760}>{t('setup.prepare.fields.explanation')}</Text>
      <Disclosure label={t('setup.prepare.fields.how')}>
        <List type="ordered" size="sm" maw={760} spacing={4}>
          {(['create', 'visible', 'convert', 'again'] as const).map((step) => (
            <List.Item key={step}>{t(`setup.prepare.fields.steps.${step}`)}</List.Item>
          ))}
        </List>
      </Disclosure>
      <DataTable
        label={t('setup.prepare.fields.title')}
        rows={fields}
        keyOf={({ name }) => name}
        empty=""
        columns={[
          { name: 'field', label: t('setup.prepare.fields.field'), cell: (field) => <FieldName field={field} /> },
          { name: 'type', label: t('setup.prepare.fields.type'), cell: ({ type }) => type, wide: true },
          ...(['lead', 'contact'] as const).map((object) => ({
            name: object,
            label: t(`setup.prepare.fields.${object}`),
            cell: (field: ChecksView['fields'][number]) => (
              <ResultMark result={field[object]} optional={field.optional} />
            ),
          })),
        ]}
      />
    </Stack>
  );
}

function FieldName({ field: { label, name, optional } }: { field: ChecksView['fields'][number] }) {
  const { t } = useTranslation();
  return (
    <>
      {label}
      <Text size="xs" c="dimmed" fw={400}>
        {name}
        {optional && ` · ${t('setup.prepare.fields.optional')}`}
      </Text>
    </>
  );
}
