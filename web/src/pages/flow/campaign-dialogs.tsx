import type { CampaignView } from '@lockstep/contract/records.ts';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addToCampaign, changeCampaignStatus, removeFromCampaign } from '../../api/flow.ts';
import { CampaignInput } from '../../forms/campaign-input.tsx';
import { textOf } from '../../forms/form-data.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';

/** Add to SFDC Campaign: a member stays as is. */
export function AddToCampaignDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { campaignId, input, statuses } = useCampaign();
  return (
    <FlowDialog
      title={t('flow.addToCampaign.name')}
      explanation={t('flow.addToCampaign.explanation', { count: ids.length })}
      submit={t('flow.addToCampaign.submit')}
      run={(form) => addToCampaign({ ids, campaignId, status: textOf(form, 'status') || undefined })}
      ready={campaignId !== ''}
      onClose={onClose}
    >
      {input}
      <NativeSelect
        name="status"
        label={t('flow.campaign.status')}
        data={[{ value: '', label: t('flow.campaign.defaultStatus') }, ...statuses]}
      />
    </FlowDialog>
  );
}

/** Change Status in SFDC Campaign: who is not a member becomes one. */
export function ChangeCampaignStatusDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { campaignId, input, statuses } = useCampaign();
  return (
    <FlowDialog
      title={t('flow.changeCampaignStatus.name')}
      explanation={t('flow.changeCampaignStatus.explanation', { count: ids.length })}
      submit={t('flow.changeCampaignStatus.submit')}
      run={(form) => changeCampaignStatus({ ids, campaignId, status: textOf(form, 'status') })}
      ready={campaignId !== ''}
      onClose={onClose}
    >
      {input}
      <NativeSelect name="status" label={t('flow.campaign.status')} data={statuses} disabled={campaignId === ''} />
    </FlowDialog>
  );
}

/** Remove from SFDC Campaign: Salesforce has no recycle bin for campaign members. */
export function RemoveFromCampaignDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { campaignId, input } = useCampaign();
  return (
    <FlowDialog
      title={t('flow.removeFromCampaign.name')}
      explanation={t('flow.removeFromCampaign.explanation', { count: ids.length })}
      final={t('flow.removeFromCampaign.final')}
      submit={t('flow.removeFromCampaign.submit')}
      run={() => removeFromCampaign({ ids, campaignId })}
      ready={campaignId !== ''}
      onClose={onClose}
    >
      {input}
    </FlowDialog>
  );
}

function useCampaign() {
  const [campaign, setCampaign] = useState<CampaignView | null>(null);
  const campaignId = campaign?.sfdcId ?? '';
  return {
    campaignId,
    input: <CampaignInput value={campaignId || null} onChange={setCampaign} />,
    statuses: campaign?.statuses.flatMap(({ label }) => label ?? []) ?? [],
  };
}
