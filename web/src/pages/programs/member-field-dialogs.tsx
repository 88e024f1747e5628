import { memberFieldTypes } from '@lockstep/contract/choices.ts';
import type { MemberFieldInput, MemberFieldView } from '@lockstep/contract/programs.ts';
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCreateMemberField, useMapMemberField } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

type FieldType = MemberFieldInput['type'];

/** A new field of members; it stays, so that is told. */
export function CreateMemberField({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const creating = useCreateMemberField();
  const onSubmit = (form: FormData) =>
    creating.mutate(
      {
        name: textOf(form, 'name'),
        label: textOf(form, 'label') || undefined,
        type: textOf(form, 'type') as FieldType,
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={t('programs.memberFields.create')}
      explanation={t('programs.memberFields.createExplanation')}
      submit={t('programs.memberFields.create')}
      running={creating}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <TextInput
        name="name"
        label={t('programs.memberFields.apiName')}
        description={t('programs.memberFields.apiNameHelp')}
        pattern="[A-Za-z][A-Za-z0-9_]*"
        maxLength={60}
        required
        data-autofocus
      />
      <TextInput name="label" label={t('fieldManagement.label')} maxLength={255} />
      <NativeSelect name="type" label={t('person.activity.type')} data={[...memberFieldTypes]} />
    </FormDialog>
  );
}

/** Which custom field of CampaignMember a member field follows, and is followed by. */
export function MapMemberField({ field, onClose }: { field: MemberFieldView; onClose: () => void }) {
  const { t } = useTranslation();
  const mapping = useMapMemberField();
  const onSubmit = (form: FormData) =>
    mapping.mutate(
      { name: field.name, salesforceField: textOf(form, 'salesforceField').trim() || null },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={t('programs.memberFields.mapTitle', { field: field.label })}
      explanation={t('programs.memberFields.mapExplanation')}
      submit={t('person.edit.save')}
      running={mapping}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <TextInput
        name="salesforceField"
        label={t('programs.memberFields.salesforceField')}
        description={t('programs.memberFields.salesforceFieldHelp')}
        defaultValue={field.salesforceField ?? ''}
        data-autofocus
      />
    </FormDialog>
  );
}
