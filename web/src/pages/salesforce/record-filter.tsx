import type { FilterView } from '@lockstep/contract/filters.ts';
import { Button, Code, Group, Paper, Radio, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilters, useSetFilter } from '../../api/objects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { FilterMeaning } from './filter-meaning.tsx';

/** Each count costs the org a few requests: it waits until somebody pauses. */
const pauseMs = 700;
const exits = ['keep', 'flag'] as const;
/** Only people have a log that could tell. */
const ofPeople = ['Lead', 'Contact'];

/** Which records of an object take part in the sync (SYN-15). */
export function RecordFilter({ object }: { object: string }) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const { data: filters, error, refetch } = useFilters();
  const filter = filters?.find((one) => one.object === object);
  return (
    <Section title={t('objects.filterForm.title')}>
      <Text maw={760}>{t('objects.filterForm.explanation')}</Text>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!filters ? (
        !error && <Skeleton h={320} maw={760} />
      ) : admin ? (
        <FilterForm key={filter?.condition} object={object} filter={filter} />
      ) : (
        <>
          {filter ? <Code block>{filter.condition}</Code> : <Text>{t('objects.everyRecord')}</Text>}
          {filter && <Outside filter={filter} />}
        </>
      )}
    </Section>
  );
}

function FilterForm({ object, filter }: { object: string; filter: FilterView | undefined }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [text, setText] = useState(filter?.condition ?? '');
  const [onExit, setOnExit] = useState<FilterView['onExit']>(filter?.onExit ?? 'keep');
  const condition = text.trim();
  const [asked] = useDebouncedValue(condition, pauseMs);
  const setting = useSetFilter(object);
  const isSaved = condition === (filter?.condition ?? '') && onExit === (filter?.onExit ?? 'keep');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate({ condition, onExit }, { onSuccess: () => notify(t('objects.filterForm.saved')) });
  };
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760} component="form" onSubmit={onSubmit}>
      <Stack>
        <Textarea
          label={t('objects.filterForm.condition')}
          description={t('objects.filterForm.conditionHelp')}
          placeholder="CreatedDate = LAST_N_DAYS:365"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={4000}
          autosize
          minRows={2}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <FilterMeaning object={object} condition={asked} isTyping={asked !== condition} />
        {ofPeople.includes(object) ? (
          <Radio.Group
            label={t('objects.filterForm.onExit')}
            description={t('objects.filterForm.back')}
            value={onExit}
            onChange={(value) => setOnExit(value as FilterView['onExit'])}
          >
            <Stack gap={6} mt={8}>
              {exits.map((exit) => (
                <Radio key={exit} value={exit} label={t(`objects.filterForm.exits.${exit}`)} />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <Text size="sm">
            {t('objects.filterForm.onExit')} {t('objects.filterForm.exits.keep')} {t('objects.filterForm.back')}
          </Text>
        )}
        {filter && <Outside filter={filter} />}
        {setting.error && <ErrorNotice error={setting.error} />}
        <Group>
          <Button type="submit" loading={setting.isPending} disabled={condition === '' || isSaved}>
            {t('objects.filterForm.set')}
          </Button>
          {filter && (
            <ConfirmButton
              label={t('objects.filterForm.remove')}
              title={t('objects.filterForm.removeTitle', { object })}
              explanation={t('objects.filterForm.removeExplanation')}
              onConfirm={() =>
                setting.mutate({ condition: null }, { onSuccess: () => notify(t('objects.filterForm.removed')) })
              }
            />
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

/** What a filter that is set has come to. */
function Outside({ filter: { applied, outside } }: { filter: FilterView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="sm" c="dimmed">
      {applied
        ? t('objects.outside', { count: outside, replace: { count: format.count(outside) } })
        : t('objects.filterForm.waiting')}
    </Text>
  );
}
