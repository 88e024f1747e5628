import type { CampaignView } from '@lockstep/contract/records.ts';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCampaigns } from '../api/records.ts';
import { useTypedSearch } from './use-typed-search.ts';

interface Props {
  /** Its Salesforce id. */
  value: string | null;
  onChange: (campaign: CampaignView | null) => void;
}

/** A campaign of the org, found by the start of its name, or by its id. */
export function CampaignInput({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { search, typing } = useTypedSearch(value ?? '');
  const { data: campaigns = [] } = useCampaigns(search);
  return (
    <Select
      {...typing}
      label={t('flow.campaign.label')}
      description={t('flow.campaign.help')}
      required
      data-autofocus
      nothingFoundMessage={t('flow.campaign.none')}
      value={value}
      onChange={(id) => onChange(campaigns.find(({ sfdcId }) => sfdcId === id) ?? null)}
      data={campaigns.map(({ sfdcId, name }) => ({ value: sfdcId ?? '', label: name ?? sfdcId ?? '' }))}
    />
  );
}
