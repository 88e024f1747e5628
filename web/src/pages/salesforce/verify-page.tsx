import type { VerificationView } from '@lockstep/contract/sync.ts';
import { Button, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useVerify } from '../../api/sync.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Figure } from '../../ui/figure.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';

/** The proof that both sides are equal, record by record and field by field (SYN-18). */
export default function VerifyPage() {
  const { t } = useTranslation();
  const verifying = useVerify();
  return (
    <SalesforceFrame tab="verify">
      <Stack>
        <Text maw={760}>{t('salesforce.verify.explanation')}</Text>
        <Button onClick={() => verifying.mutate()} loading={verifying.isPending} w="fit-content">
          {t('salesforce.verify.run')}
        </Button>
        {verifying.error && <ErrorNotice error={verifying.error} />}
        {verifying.isPending && <Skeleton h={240} />}
        {verifying.data && <Result result={verifying.data} />}
      </Stack>
    </SalesforceFrame>
  );
}

function Result({ result }: { result: VerificationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasons = useReasons();
  const count = (value: number) => format.count(value);
  return (
    <Stack gap="lg" aria-live="polite">
      <Title order={2} size="h4">
        {result.differences === 0 ? t('salesforce.verify.equal') : t('salesforce.verify.different')}
      </Title>
      {result.notCompared.map(({ object, ...error }) => (
        <Stack key={object} gap="xs">
          <Text>{t('salesforce.verify.notCompared', { object })}</Text>
          <ErrorNotice error={error} />
        </Stack>
      ))}
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure label={t('salesforce.verify.compared')} value={count(result.compared)} />
        <Figure label={t('salesforce.verify.differences')} value={count(result.differences)} />
        {Object.entries(result.byReason).map(([reason, records]) => (
          <Figure key={reason} label={reasons(reason)} value={count(records)} />
        ))}
      </SimpleGrid>
      <DataTable
        label={t('salesforce.verify.byObject')}
        rows={result.objects}
        keyOf={({ object }) => object}
        empty=""
        columns={[
          { name: 'object', label: t('salesforce.steps.object'), cell: ({ object }) => object },
          ...(['inSalesforce', 'here', 'differences'] as const).map((name) => ({
            name,
            label: t(`salesforce.verify.${name}`),
            number: true,
            cell: (row: VerificationView['objects'][number]) => count(row[name]),
          })),
        ]}
      />
      {result.samples.length > 0 && <Samples samples={result.samples} />}
    </Stack>
  );
}

function Samples({ samples }: { samples: VerificationView['samples'] }) {
  const { t } = useTranslation();
  type Sample = VerificationView['samples'][number];
  const reasons = useReasons();
  const text = (name: 'field' | 'here' | 'there') => ({
    name,
    label: t(`salesforce.verify.${name}`),
    cell: (sample: Sample) => sample[name],
  });
  return (
    <DataTable
      label={t('salesforce.verify.samples')}
      rows={samples}
      keyOf={({ object, sfdcId, field, kind }) => `${object}/${sfdcId}/${field}/${kind}`}
      empty=""
      columns={[
        {
          name: 'record',
          label: t('salesforce.verify.samples'),
          cell: ({ object, sfdcId }) => `${object} ${sfdcId}`,
        },
        text('field'),
        text('here'),
        text('there'),
        { name: 'reason', label: t('salesforce.verify.reason'), cell: ({ reason }) => reasons(reason) },
      ]}
    />
  );
}

/** Why a difference is there, in words; a reason that this page does not know keeps its name. */
function useReasons(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => t(`salesforce.verify.reasons.${reason}` as 'salesforce.verify.reasons.pending', reason);
}
