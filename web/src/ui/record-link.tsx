import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRecordAddress } from '../api/records.ts';

/** A record of the org, opened there. */
export function RecordLink({ sfdcId, label }: { sfdcId: string | null; label?: string }) {
  const { t } = useTranslation();
  const address = useRecordAddress()(sfdcId);
  if (!sfdcId) return <>{t('database.values.notThere')}</>;
  if (!address) return <>{label ?? sfdcId}</>;
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" underline="always" inherit>
      {label ?? sfdcId}
    </Anchor>
  );
}
