import type { Role } from '@lockstep/contract/session.ts';
import type { UserView } from '@lockstep/contract/users.ts';
import { Badge, Button, Modal, NativeSelect, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useChangeUser, useUsers } from '../../api/users.ts';
import { UserForm } from '../../forms/user-form.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { roles, useSession } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { useNow } from '../../ui/use-now.ts';

/** Users and their roles (OPS-6). */
export default function UsersPage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const { data: users, error, refetch } = useUsers();
  const changing = useChangeUser();
  const [adding, add] = useDisclosure();
  const onCreated = (user: UserView) => {
    add.close();
    notify(t('users.created', { name: user.name }));
  };
  return (
    <Page
      title={t('navigation.users')}
      subtitle={t('users.subtitle')}
      actions={<Button onClick={add.open}>{t('users.add')}</Button>}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {changing.error && <ErrorNotice error={changing.error} />}
      {users ? <UserTable users={users} onChange={changing.mutate} /> : !error && <Skeleton h={240} />}
      <Modal
        opened={adding}
        onClose={add.close}
        title={t('users.addTitle')}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <UserForm onCreated={onCreated} />
      </Modal>
    </Page>
  );
}

type Change = (change: { id: number; role?: Role; disabled?: boolean }) => void;

function UserTable({ users, onChange }: { users: readonly UserView[]; onChange: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <DataTable
      label={t('navigation.users')}
      rows={users}
      keyOf={({ id }) => id}
      empty={t('users.none')}
      columns={[
        { name: 'name', label: t('users.name'), cell: (user) => <Name user={user} /> },
        { name: 'role', label: t('users.role'), cell: (user) => <RoleChoice user={user} onChange={onChange} /> },
        {
          name: 'last',
          label: t('users.lastSignIn'),
          cell: ({ lastSignedInAt }) => (lastSignedInAt ? format.moment(lastSignedInAt, now) : t('time.never')),
        },
        {
          name: 'state',
          label: t('users.state'),
          cell: ({ disabled }) => (
            <Badge variant="dot" color={disabled ? 'gray' : 'teal'}>
              {disabled ? t('users.disabled') : t('users.active')}
            </Badge>
          ),
        },
        { name: 'actions', label: t('users.actions'), cell: (user) => <Switch user={user} onChange={onChange} /> },
      ]}
    />
  );
}

function Name({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const own = useSession().user.id === user.id;
  return (
    <>
      {user.name} {own && <Badge variant="default">{t('users.you')}</Badge>}
      <Text size="xs" c="dimmed" fw={400}>
        {user.email}
      </Text>
    </>
  );
}

function RoleChoice({ user, onChange }: { user: UserView; onChange: Change }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('users.roleOf', { name: user.name })}
      value={user.role}
      onChange={(event) => onChange({ id: user.id, role: event.currentTarget.value as Role })}
      data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
    />
  );
}

function Switch({ user, onChange }: { user: UserView; onChange: Change }) {
  const { t } = useTranslation();
  const own = useSession().user.id === user.id;
  if (own) return null;
  if (user.disabled) {
    return (
      <Button variant="default" size="compact-sm" onClick={() => onChange({ id: user.id, disabled: false })}>
        {t('users.enable')}
      </Button>
    );
  }
  return (
    <ConfirmButton
      label={t('users.disable')}
      title={t('users.disableTitle', { name: user.name })}
      explanation={t('users.disableExplanation')}
      onConfirm={() => onChange({ id: user.id, disabled: true })}
      size="compact-sm"
    />
  );
}
