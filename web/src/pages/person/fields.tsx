import type { PersonExplanation, PersonView } from '@lockstep/contract/people.ts';
import { Button, Group, Paper, Skeleton, Stack, Switch, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { type Field, usePersonFields } from '../../api/people.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { EditValues } from './edit-values.tsx';
import { type FieldGroup, fieldGroups, groupOf, ownerFields } from './field-groups.ts';
import classes from './fields.module.css';
import { ValueWithSource } from './value-with-source.tsx';

interface Props {
  person: PersonView;
  explanation: PersonExplanation;
}

/** The values of a person in groups, each with where it came from; or the form that edits them. */
export function Fields({ person, explanation }: Props) {
  const { t } = useTranslation();
  const marketer = useMay('marketer');
  const { data: fields, error } = usePersonFields();
  const [editing, edit] = useDisclosure();
  const [withEmpty, empty] = useDisclosure();
  if (error) return <ErrorNotice error={error} />;
  if (!fields) return <Skeleton h={300} />;
  if (editing) return <EditValues person={person} fields={fields} onDone={edit.close} />;
  const shown = fields.filter(({ name }) => withEmpty || person.values[name] !== null);
  return (
    <Stack>
      <Group>
        {marketer && <Button onClick={edit.open}>{t('person.edit.open')}</Button>}
        <Switch label={t('person.fields.withEmpty')} checked={withEmpty} onChange={empty.toggle} />
      </Group>
      {fieldGroups.map((group) =>
        group === 'owner' ? (
          <Owners key={group} person={person} />
        ) : (
          <OneGroup
            key={group}
            group={group}
            fields={shown.filter((field) => groupOf(field) === group)}
            explanation={explanation}
            currencies={person.currencies}
          />
        ),
      )}
    </Stack>
  );
}

interface GroupProps {
  group: FieldGroup;
  fields: readonly Field[];
  explanation: PersonExplanation;
  currencies: PersonView['currencies'];
}

function OneGroup({ group, fields, explanation, currencies }: GroupProps) {
  const { t } = useTranslation();
  if (fields.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5" mb="sm">
        {t(`person.groups.${group}`)}
      </Title>
      <dl className={classes.fields}>
        {fields.map((field) => (
          <div key={field.name}>
            <dt>{field.label}</dt>
            <dd>
              <ValueWithSource
                field={field}
                explained={explanation.values.find((v) => v.field === field.name)}
                currency={currencies[field.name] ?? null}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}

/** Sales owner and account owner, as Salesforce has them (FLD-4). */
function Owners({ person }: { person: PersonView }) {
  const { t } = useTranslation();
  const given = ownerFields.filter((name) => person.values[name]);
  if (given.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('person.groups.owner')}
      </Title>
      <dl className={classes.fields}>
        {given.map((name) => (
          <div key={name}>
            <dt>{t(`person.owner.${name}`)}</dt>
            <dd className={classes.plain}>{person.values[name]}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
