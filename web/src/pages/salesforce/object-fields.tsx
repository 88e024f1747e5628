import type { ObjectField, ObjectView } from '@lockstep/contract/objects.ts';
import { Button, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChooseObjectFields, useDisableObject, useEnableObject, useObjectFields } from '../../api/objects.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** The fields of an object, ticked or not, and the buttons that add it to the sync and take it out (SYN-13). */
export function ObjectFields({ object }: { object: ObjectView }) {
  const { t } = useTranslation();
  const { data: fields, error, refetch } = useObjectFields(object.name);
  return (
    <Section title={t('objects.fields.title')}>
      <Text maw={760}>{t('objects.fields.explanation')}</Text>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {fields ? <Choice object={object} fields={fields} /> : !error && <Skeleton h={320} />}
    </Section>
  );
}

function Choice({ object, fields }: { object: ObjectView; fields: readonly ObjectField[] }) {
  const admin = useMay('admin');
  /** Fields whose tick is not what the server has. */
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const toggle = (field: string) =>
    setChanged(
      (before) => new Set(before.has(field) ? [...before].filter((other) => other !== field) : [...before, field]),
    );
  const isTicked = ({ field, synced }: ObjectField) => synced !== changed.has(field);
  return (
    <Stack>
      {admin && <Actions object={object} fields={fields} changed={changed} onDone={() => setChanged(new Set())} />}
      <FieldTable fields={fields} isTicked={isTicked} onToggle={admin ? toggle : undefined} />
    </Stack>
  );
}

interface ActionsProps {
  object: ObjectView;
  fields: readonly ObjectField[];
  changed: ReadonlySet<string>;
  onDone: () => void;
}

function Actions({ object: { name, label, state }, fields, changed, onDone }: ActionsProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const enabling = useEnableObject(name);
  const disabling = useDisableObject(name);
  const choosing = useChooseObjectFields(name);
  const told = (message: string) => ({
    onSuccess: () => {
      notify(message);
      onDone();
    },
  });
  const hide = fields.filter(({ field, synced }) => synced && changed.has(field)).map(({ field }) => field);
  const show = fields.filter(({ field, synced }) => !synced && changed.has(field)).map(({ field }) => field);
  const error = enabling.error ?? disabling.error ?? choosing.error;
  const isNew = state === 'available';
  const canBeAdded = isNew || state === 'stopped' || state === 'leads-on';
  return (
    <Stack gap="xs">
      {canBeAdded && (
        <Text size="sm" c="dimmed" maw={760}>
          {isNew ? t('objects.addExplanation') : t('objects.addAgainExplanation')}
        </Text>
      )}
      <Group gap="sm">
        {canBeAdded && (
          <Button
            onClick={() => enabling.mutate(isNew ? hide : [], told(t('objects.added', { object: label })))}
            loading={enabling.isPending}
          >
            {isNew ? t('objects.add') : t('objects.addAgain')}
          </Button>
        )}
        {!isNew && (
          <Button
            variant={canBeAdded ? 'default' : undefined}
            onClick={() => choosing.mutate({ hide, show }, told(t('objects.fields.saved')))}
            loading={choosing.isPending}
            disabled={changed.size === 0}
          >
            {t('objects.fields.save')}
          </Button>
        )}
        {(state === 'synced' || state === 'not-visible') && (
          <ConfirmButton
            label={t('objects.disable')}
            title={t('objects.disableTitle', { object: label })}
            explanation={t('objects.disableExplanation')}
            onConfirm={() => disabling.mutate(undefined, told(t('objects.disabled', { object: label })))}
            loading={disabling.isPending}
          />
        )}
      </Group>
      {error && <ErrorNotice error={error} />}
    </Stack>
  );
}

interface TableProps {
  fields: readonly ObjectField[];
  isTicked: (field: ObjectField) => boolean;
  /** Without it the ticks are only to be read. */
  onToggle?: (field: string) => void;
}

function FieldTable({ fields, isTicked, onToggle }: TableProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('objects.fields.title')}
      rows={fields}
      keyOf={({ field }) => field}
      empty=""
      columns={[
        {
          name: 'field',
          label: t('objects.fields.field'),
          cell: (field) => (
            <Checkbox
              checked={isTicked(field)}
              disabled={field.link || !onToggle}
              onChange={() => onToggle?.(field.field)}
              aria-label={t('objects.fields.take', { field: field.field })}
              label={field.label}
              description={field.link ? t('objects.fields.link') : undefined}
              styles={{ description: { fontWeight: 400 } }}
            />
          ),
        },
        { name: 'name', label: t('objects.fields.name'), cell: ({ field }) => field },
        { name: 'type', label: t('objects.fields.type'), cell: ({ type }) => type },
      ]}
    />
  );
}
