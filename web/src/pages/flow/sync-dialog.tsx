import type { OnMatch } from '@lockstep/contract/flow.ts';
import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { syncPeople } from '../../api/flow.ts';
import { isTicked, textOf } from '../../forms/form-data.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';
import { OwnerInput, ownerOf } from './owner-input.tsx';

/** Sync Person to SFDC. */
export function SyncDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const run = (form: FormData) =>
    syncPeople({
      ids,
      owner: ownerOf(textOf(form, 'owner')),
      onMatch: (textOf(form, 'onMatch') || undefined) as OnMatch | undefined,
      allowLeadForContact: isTicked(form, 'allowLeadForContact') || undefined,
    });
  return (
    <FlowDialog
      title={t('flow.sync.name')}
      explanation={t('flow.sync.explanation', { count: ids.length })}
      submit={t('flow.sync.submit')}
      run={run}
      onClose={onClose}
    >
      <OwnerInput name="owner" label={t('flow.owner.label')} description={t('flow.sync.ownerHelp')} />
      <NativeSelect
        name="onMatch"
        label={t('flow.sync.onMatch')}
        description={t('flow.sync.onMatchHelp')}
        data={[
          { value: '', label: t('flow.sync.matches.usual') },
          ...(['link', 'create', 'ask'] as const).map((value) => ({ value, label: t(`flow.sync.matches.${value}`) })),
        ]}
      />
      <Checkbox name="allowLeadForContact" label={t('flow.sync.allowLeadForContact')} />
    </FlowDialog>
  );
}
