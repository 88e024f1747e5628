import type { DeletePeople } from '@lockstep/contract/flow.ts';
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deletePeople } from '../../api/flow.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';

type From = DeletePeople['from'];
const places: readonly From[] = ['salesforce', 'here', 'both'];

export function DeleteDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<From>('salesforce');
  return (
    <FlowDialog
      title={t('flow.delete.name')}
      explanation={t('flow.delete.explanation', { count: ids.length })}
      final={t(`flow.delete.final.${from}`)}
      submit={t('flow.delete.submit')}
      run={() => deletePeople({ ids, from })}
      onClose={onClose}
    >
      <Radio.Group label={t('flow.delete.from')} value={from} onChange={(value) => setFrom(value as From)}>
        <Stack gap="xs" mt={4}>
          {places.map((value) => (
            <Radio key={value} value={value} label={t(`flow.delete.places.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FlowDialog>
  );
}
