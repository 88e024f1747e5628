import type { Told } from '@lockstep/contract/common.ts';
import type { FieldListView } from '@lockstep/contract/setup.ts';
import { Button, Checkbox, Group, List, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFieldList, useMappings, useSyncFields } from '../../api/setup.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FieldChoices } from './field-choices.tsx';
import { SetupFrame } from './setup-frame.tsx';
import { pathOf } from './steps.ts';

type Field = FieldListView['fields'][number];
export const keyOf = ({ object, sfField }: { object: string; sfField: string }): string => `${object}.${sfField}`;

/** Every field the sync user can see, and *Sync Fields* (SET-6). */
export default function FieldsPage() {
  const { t } = useTranslation();
  const list = useFieldList();
  const before = useMappings();
  return (
    <SetupFrame step="fields" intro={t('setup.fields.intro')}>
      {({ state }) => (
        <>
          {list.error && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
          {list.data && before.data ? (
            <Choice
              list={list.data}
              unticked={before.data.mappings.filter(({ chosen }) => !chosen).map(keyOf)}
              final={state === 'started'}
            />
          ) : (
            !list.error && <Skeleton h={480} />
          )}
        </>
      )}
    </SetupFrame>
  );
}

function Choice({ list, unticked, final }: { list: FieldListView; unticked: string[]; final: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [untick, setUntick] = useState<ReadonlySet<string>>(new Set(unticked));
  const [search, setSearch] = useState('');
  const [object, setObject] = useState<string | null>(null);
  const [onlyParts, setOnlyParts] = useState(true);
  const syncing = useSyncFields();
  const shown = useMemo(
    () => list.fields.filter((field) => matches(field, search, object) && (field.takesPart || !onlyParts)),
    [list, search, object, onlyParts],
  );
  const count = list.fields.filter((field) => field.takesPart && !untick.has(keyOf(field))).length;
  const toggle = (field: Field) => {
    const next = new Set(untick);
    if (!next.delete(keyOf(field))) next.add(keyOf(field));
    setUntick(next);
  };
  return (
    <Stack>
      {list.problems.length > 0 && <Problems told={list.told} />}
      <Group align="flex-end">
        <TextInput
          type="search"
          label={t('setup.fields.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          label={t('setup.fields.object')}
          placeholder={t('setup.fields.all')}
          data={[...new Set(list.fields.map((field) => field.object))]}
          value={object}
          onChange={setObject}
          clearable
        />
        <Checkbox
          label={t('setup.fields.onlyParts')}
          checked={onlyParts}
          onChange={(event) => setOnlyParts(event.currentTarget.checked)}
          mb={8}
        />
      </Group>
      {syncing.error && <ErrorNotice error={syncing.error} />}
      {!final && (
        <Group>
          <Button
            loading={syncing.isPending}
            onClick={() => syncing.mutate([...untick], { onSuccess: () => void navigate(pathOf('confirm')) })}
          >
            {t('setup.fields.sync')}
          </Button>
          <Text aria-live="polite">{t('setup.fields.chosen', { count, replace: { count: format.count(count) } })}</Text>
        </Group>
      )}
      <FieldChoices fields={shown} untick={untick} onToggle={final ? undefined : toggle} />
    </Stack>
  );
}

function Problems({ told }: { told: readonly Told[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const problems = told.map((problem) => words([problem]).text);
  return (
    <Notice data-kind="error" role="alert" title={t('setup.fields.problems')}>
      <List size="sm">
        {problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

function matches(field: Field, search: string, object: string | null): boolean {
  if (object && field.object !== object) return false;
  const wanted = search.trim().toLowerCase();
  return [field.label, field.sfField, field.sfType].some((text) => text.toLowerCase().includes(wanted));
}
