import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { convertPeople } from '../../api/flow.ts';
import { isTicked, textOf } from '../../forms/form-data.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';
import { OwnerInput, ownerOf } from './owner-input.tsx';

/** Convert Person: a lead becomes a contact, for good. */
export function ConvertDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [withOpportunity, setWithOpportunity] = useState(true);
  const run = (form: FormData) => {
    const given = (name: string) => textOf(form, name) || undefined;
    return convertPeople({
      ids,
      ownerId: ownerOf(textOf(form, 'owner'))?.id,
      notifyOwner: isTicked(form, 'notifyOwner'),
      status: given('status'),
      accountId: given('accountId'),
      createOpportunity: withOpportunity,
      opportunityName: given('opportunityName'),
    });
  };
  return (
    <FlowDialog
      title={t('flow.convert.name')}
      explanation={t('flow.convert.explanation', { count: ids.length })}
      final={t('flow.convert.final')}
      submit={t('flow.convert.submit')}
      run={run}
      onClose={onClose}
    >
      <OwnerInput name="owner" label={t('flow.owner.label')} description={t('flow.convert.ownerHelp')} usersOnly />
      <Checkbox name="notifyOwner" label={t('flow.convert.notify')} />
      <TextInput name="status" label={t('flow.convert.status')} description={t('flow.convert.statusHelp')} />
      <TextInput name="accountId" label={t('flow.convert.account')} description={t('flow.convert.accountHelp')} />
      <Checkbox
        label={t('flow.convert.opportunity')}
        checked={withOpportunity}
        onChange={(event) => setWithOpportunity(event.currentTarget.checked)}
      />
      {withOpportunity && (
        <TextInput name="opportunityName" label={t('flow.convert.opportunityName')} maxLength={120} />
      )}
    </FlowDialog>
  );
}
