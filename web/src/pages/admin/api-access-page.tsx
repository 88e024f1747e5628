import type { Role } from '@lockstep/contract/session.ts';
import type { ApiTokenView, CreatedApiToken } from '@lockstep/contract/users.ts';
import { Anchor, Badge, Button, Code, CopyButton, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiTokens, useRevokeApiToken } from '../../api/admin.ts';
import { TokenForm } from '../../forms/token-form.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';

/** Tokens with which other programs use the API (OPS-6). */
export default function ApiAccessPage() {
  const { t } = useTranslation();
  const { data: tokens, error, refetch } = useApiTokens();
  const revoking = useRevokeApiToken();
  const [adding, add] = useDisclosure();
  const [created, setCreated] = useState<CreatedApiToken | null>(null);
  const onCreated = (token: CreatedApiToken) => {
    add.close();
    setCreated(token);
  };
  return (
    <Page
      title={t('navigation.apiAccess')}
      subtitle={t('apiAccess.subtitle')}
      actions={<Button onClick={add.open}>{t('apiAccess.add')}</Button>}
    >
      <Anchor href="/admin/openapi.json" target="_blank" rel="noreferrer" w="fit-content">
        {t('apiAccess.openApi')}
      </Anchor>
      {created && <NewToken created={created} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {revoking.error && <ErrorNotice error={revoking.error} />}
      {tokens ? <Tokens tokens={tokens} onRevoke={revoking.mutate} /> : !error && <Skeleton h={240} />}
      <Modal
        opened={adding}
        onClose={add.close}
        title={t('apiAccess.add')}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <TokenForm onCreated={onCreated} />
      </Modal>
    </Page>
  );
}

/** The one time that a token is shown. */
function NewToken({ created: { token, view } }: { created: CreatedApiToken }) {
  const { t } = useTranslation();
  return (
    <Notice data-kind="warning" title={t('apiAccess.once', { name: view.name })}>
      <Group gap="sm">
        <Code style={{ overflowWrap: 'anywhere' }}>{token}</Code>
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? t('apiAccess.copied') : t('apiAccess.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Notice>
  );
}

function Tokens({ tokens, onRevoke }: { tokens: readonly ApiTokenView[]; onRevoke: (id: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const roleText = (role: Role) => t(`roles.${role}`);
  return (
    <DataTable
      label={t('navigation.apiAccess')}
      rows={tokens}
      keyOf={({ id }) => id}
      empty={t('apiAccess.none')}
      columns={[
        {
          name: 'name',
          label: t('users.name'),
          cell: ({ name, startsWith }) => (
            <Stack gap={0}>
              {name}
              <Text size="xs" c="dimmed" fw={400}>
                {startsWith}…
              </Text>
            </Stack>
          ),
        },
        { name: 'role', label: t('users.role'), cell: ({ role }) => roleText(role) },
        { name: 'by', label: t('apiAccess.createdBy'), cell: ({ createdBy }) => createdBy },
        { name: 'created', label: t('apiAccess.created'), cell: ({ createdAt }) => format.moment(createdAt, 0) },
        {
          name: 'used',
          label: t('apiAccess.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt ? format.moment(lastUsedAt, 0) : t('time.never')),
        },
        {
          name: 'actions',
          label: t('users.actions'),
          cell: ({ id, name, revokedAt }) =>
            revokedAt ? (
              <Badge variant="dot" color="gray">
                {t('apiAccess.revoked')}
              </Badge>
            ) : (
              <ConfirmButton
                label={t('apiAccess.revoke')}
                title={t('apiAccess.revokeTitle', { name })}
                explanation={t('apiAccess.revokeExplanation')}
                onConfirm={() => onRevoke(id)}
                size="compact-sm"
              />
            ),
        },
      ]}
    />
  );
}
