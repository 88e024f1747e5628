import type { PersonView } from '@lockstep/contract/people.ts';
import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type Field, useEditPerson } from '../../api/people.ts';
import { changedValues, ValueInput } from '../../forms/value-input.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { fieldGroups, groupOf } from './field-groups.ts';

interface Props {
  person: PersonView;
  fields: readonly Field[];
  onDone: () => void;
}

/** The values that can be edited here, all at once; what was not touched is not sent. */
export function EditValues({ person, fields, onDone }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const editing = useEditPerson(person.id);
  const editable = fields.filter(({ readOnly }) => !readOnly);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = changedValues(new FormData(event.currentTarget), person.values);
    if (Object.keys(values).length === 0) return onDone();
    editing.mutate(values, {
      onSuccess: ({ ignored }) => {
        const labels = ignored.map(({ field }) => fields.find(({ name }) => name === field)?.label ?? field);
        notify(labels.length > 0 ? t('person.edit.blocked', { fields: labels.join(', ') }) : t('person.edit.saved'));
        onDone();
      },
    });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Text size="sm">{t(person.sfdcId ? 'person.edit.explanation' : 'person.edit.onlyHere')}</Text>
        {fieldGroups.map((group) => (
          <EditGroup
            key={group}
            title={t(`person.groups.${group}`)}
            note={group === 'company' ? t('person.edit.companyNote') : undefined}
            fields={editable.filter((field) => groupOf(field) === group)}
            person={person}
          />
        ))}
        {editing.error && <ErrorNotice error={editing.error} />}
        <Group>
          <Button type="submit" loading={editing.isPending}>
            {t('person.edit.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('actions.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface GroupProps {
  title: string;
  note?: string;
  fields: readonly Field[];
  person: PersonView;
}

function EditGroup({ title, note, fields, person }: GroupProps) {
  if (fields.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5">
        {title}
      </Title>
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} mt="sm">
        {fields.map((field) => (
          <ValueInput key={field.name} field={field} value={person.values[field.name] ?? ''} />
        ))}
      </SimpleGrid>
    </Paper>
  );
}
