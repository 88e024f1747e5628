import type { ObjectView } from '@lockstep/contract/objects.ts';
import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useObjects } from '../../api/objects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ObjectFields } from './object-fields.tsx';
import { ObjectState } from './object-state.tsx';
import { RecordFilter } from './record-filter.tsx';
import { SalesforceFrame, salesforceTabs } from './salesforce-frame.tsx';
import { standardObjects } from './standard-objects.ts';

/** One object: whether it is synced, its fields, and which records take part (SYN-13, SYN-15). */
export default function ObjectPage() {
  const { t } = useTranslation();
  const { name = '' } = useParams();
  const standard = standardObjects.find((object) => object.name === name);
  return (
    <SalesforceFrame tab="objects">
      <Stack gap="lg">
        <Anchor component={Link} to={salesforceTabs.objects} w="fit-content">
          {t('objects.all')}
        </Anchor>
        {standard ? <StandardObject {...standard} /> : <CustomObject name={name} />}
      </Stack>
    </SalesforceFrame>
  );
}

function StandardObject({ name, direction, filterable }: (typeof standardObjects)[number]) {
  const { t } = useTranslation();
  return (
    <>
      <Title order={2} size="h3">
        {name}
      </Title>
      <Text>{t(`objects.directions.${direction}`)}</Text>
      {filterable ? <RecordFilter object={name} /> : <Text c="dimmed">{t('objects.filterForm.standardOnly')}</Text>}
    </>
  );
}

function CustomObject({ name }: { name: string }) {
  const { t } = useTranslation();
  const { data: objects, error, refetch } = useObjects();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!objects) return <Skeleton h={480} />;
  const object = objects.find((one) => one.name === name);
  if (!object) return <Notice title={t('objects.unknown', { name })} />;
  return (
    <>
      <Overview object={object} />
      {/* Its own state begins anew when the object is added or taken out. */}
      <ObjectFields key={object.state} object={object} />
      {object.state !== 'available' && <RecordFilter object={object.name} />}
    </>
  );
}

function Overview({ object: { name, label, state, links, leadsOn, records } }: { object: ObjectView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap="sm" component="section">
      <Group gap="sm">
        <Title order={2} size="h3">
          {label}
        </Title>
        <ObjectState state={state} />
      </Group>
      <Text>{t(`objects.meaning.${state}`, { objects: leadsOn.join(', ') })}</Text>
      <Facts
        facts={[
          [t('objects.fields.name'), name],
          [t('objects.links'), links.join('; ')],
          [t('objects.records'), format.count(records)],
        ]}
      />
    </Stack>
  );
}
