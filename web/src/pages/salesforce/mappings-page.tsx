import { Skeleton, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMappings } from '../../api/setup.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { CombinedFields, StandardMappings } from '../setup/mapped-fields.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';

/** Which Salesforce field leads where: final since the start (SET-8). */
export default function FieldMappingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useMappings();
  return (
    <SalesforceFrame tab="mappings">
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <Stack gap="xl">
          <CombinedFields heading={2} mappings={data.mappings} />
          <Stack gap="sm" component="section">
            <Title order={2} size="h4">
              {t('setup.mappings.origins.standard')}
            </Title>
            <StandardMappings mappings={data.mappings} />
          </Stack>
        </Stack>
      ) : (
        !error && <Skeleton h={400} />
      )}
    </SalesforceFrame>
  );
}
