import type { StatusComparison as Comparison, LinkInput, ProgramView } from '@lockstep/contract/programs.ts';
import { Box, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useComparison } from '../../api/programs.ts';
import { CampaignInput } from '../../forms/campaign-input.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { countOf, type Labels, withLabels } from './comparison.ts';
import { StatusComparison } from './status-comparison.tsx';

export interface LinkFormProps {
  program: ProgramView;
  linking: boolean;
  onLink: (input: LinkInput) => void;
}

/** A campaign that is there, once its statuses are those of the program. */
export function LinkExisting(props: LinkFormProps) {
  const [address, setAddress] = useSearchParams();
  const campaignId = address.get('campaign') ?? '';
  const { data, error, refetch } = useComparison(props.program.id, campaignId, true);
  return (
    <Stack>
      <Box maw={480}>
        <CampaignInput
          value={campaignId || null}
          onChange={(campaign) => setAddress(campaign?.sfdcId ? { campaign: campaign.sfdcId } : {}, { replace: true })}
        />
      </Box>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && <LinkCompared key={campaignId} {...props} comparison={data} />}
      {campaignId && !data && !error && <Skeleton h={240} />}
    </Stack>
  );
}

function LinkCompared({ program, linking, onLink, comparison }: LinkFormProps & { comparison: Comparison }) {
  const { t } = useTranslation();
  const { campaignId, statuses } = comparison;
  const [labels, setLabels] = useState<Labels>({});
  const compared = withLabels(statuses, labels);
  const missing = countOf(compared, 'missing in the campaign');
  const others = compared.filter(({ problem }) => problem !== null).length - missing;
  const link = () => onLink({ campaignId, createMissingStatuses: missing > 0, labels: { ...labels } });
  return (
    <Stack>
      <Text size="sm" aria-live="polite" maw={640}>
        {others > 0
          ? t('programs.link.blocked')
          : missing > 0
            ? t('programs.link.willCreate', { count: missing })
            : t('programs.compare.same')}
      </Text>
      <StatusComparison program={program} statuses={statuses} labels={labels} onLabels={setLabels} />
      <Button w="fit-content" onClick={link} loading={linking} disabled={others > 0}>
        {missing > 0 ? t('programs.link.createAndLink', { count: missing }) : t('programs.link.submit')}
      </Button>
    </Stack>
  );
}
