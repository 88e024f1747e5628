import type { ActivityView } from '@lockstep/contract/people.ts';
import { Anchor, Button, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useActivities, usePersonFields } from '../../api/people.ts';
import { useActivityTypes } from '../../i18n/use-activity-types.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useSources } from '../../i18n/use-sources.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Refusal } from '../../ui/refusal.tsx';

/** What happened to a person, newest first, by type and field (ACT). */
export function ActivityLog({ personId }: { personId: number }) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const [type, field] = [address.get('type') ?? '', address.get('field') ?? ''];
  const typeText = useActivityTypes();
  const { data: fields = [] } = usePersonFields();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivities(personId, { type, field });
  const choose = (name: string, value: string) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton h={300} />;
  const types = data.pages[0]?.types ?? [];
  return (
    <Stack>
      <Group align="flex-end">
        <NativeSelect
          label={t('person.activity.type')}
          value={type}
          onChange={(event) => choose('type', event.currentTarget.value)}
          data={[
            { value: '', label: t('person.activity.all') },
            ...types.map((name) => ({ value: name, label: typeText(name) })),
          ]}
        />
        <NativeSelect
          label={t('person.activity.field')}
          value={field}
          onChange={(event) => choose('field', event.currentTarget.value)}
          data={[
            { value: '', label: t('person.activity.all') },
            ...fields.map(({ name, label }) => ({ value: name, label })),
          ]}
        />
      </Group>
      <Activities activities={data.pages.flatMap((page) => page.activities)} />
      {hasNextPage && (
        <Button variant="default" w="fit-content" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('database.more')}
        </Button>
      )}
    </Stack>
  );
}

function Activities({ activities }: { activities: readonly ActivityView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sources = useSources();
  const typeText = useActivityTypes();
  const { data: fields = [] } = usePersonFields();
  const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
  return (
    <DataTable
      label={t('person.tabs.activity')}
      rows={activities}
      keyOf={({ id }) => id}
      empty={t('person.activity.none')}
      columns={[
        { name: 'type', label: t('person.activity.type'), cell: ({ type }) => typeText(type) },
        { name: 'at', label: t('person.activity.at'), cell: ({ at }) => format.moment(at, 0) },
        {
          name: 'what',
          label: t('person.activity.what'),
          wide: true,
          cell: (activity) => <What activity={activity} labelOf={labelOf} />,
        },
        { name: 'source', label: t('person.activity.source'), cell: ({ source }) => sources(source) },
      ]}
    />
  );
}

function What({ activity, labelOf }: { activity: ActivityView; labelOf: (field: string) => string }) {
  const { t } = useTranslation();
  const { type, field, oldValue, newValue, detail } = activity;
  const empty = t('database.values.empty');
  return (
    <>
      {field && (
        <Text size="sm">
          {t('person.activity.change', { field: labelOf(field), from: oldValue ?? empty, to: newValue ?? empty })}
        </Text>
      )}
      {type === 'Merge' && oldValue && <Text size="sm">{t('person.activity.merged', { person: oldValue })}</Text>}
      {detail && <Detail type={type} detail={detail} />}
    </>
  );
}

/** Their detail is the id of the program. */
const ofPrograms: ReadonlySet<string> = new Set(['Change Status in Progression', 'Change Program Member Data']);

/** Why, or of which record: a refusal in plain words, a record of the org as a link. */
function Detail({ type, detail }: { type: string; detail: string }) {
  const { t } = useTranslation();
  const [, code, message] = /^([A-Z_]+): (.*)$/s.exec(detail) ?? [];
  if (type === 'Sync failed' && code && message) return <Refusal code={code} message={message} />;
  if (ofPrograms.has(type)) {
    return (
      <Anchor component={Link} to={`/programs/${detail}`} size="sm" underline="always">
        {t('person.activity.program')}
      </Anchor>
    );
  }
  return (
    <Text size="sm">
      {/^[0-9a-zA-Z]{15}([A-Z0-5]{3})?$/.test(detail) ? (
        <RecordLink sfdcId={detail} />
      ) : (
        t(`person.activity.details.${detail}` as 'person.activity.details.company', detail)
      )}
    </Text>
  );
}
