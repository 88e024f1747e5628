import { Button, NativeSelect, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../api/people.ts';
import { textOf } from '../../forms/form-data.ts';
import { type FieldFilter, type Operator, operators } from './people-address.ts';

/** One more condition on any field. */
export function AddFilter({ fields, onAdd }: { fields: readonly Field[]; onAdd: (filter: FieldFilter) => void }) {
  const { t } = useTranslation();
  const [open, popover] = useDisclosure();
  const [field, setField] = useState<string | null>(null);
  const [operator, setOperator] = useState<Operator>('is');
  const takesValue = operator === 'is' || operator === 'starts';
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!field) return;
    onAdd({ field, operator, value: takesValue ? textOf(new FormData(event.currentTarget), 'value') : '' });
    popover.close();
  };
  return (
    <Popover
      opened={open}
      onChange={popover.toggle}
      onClose={popover.close}
      width={300}
      position="bottom-start"
      trapFocus
    >
      <Popover.Target>
        <Button variant="default" onClick={popover.toggle}>
          {t('database.filters.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={onSubmit}>
          <Stack gap="sm">
            <Select
              label={t('database.filters.field')}
              data={fields.map(({ name, label }) => ({ value: name, label }))}
              value={field}
              onChange={setField}
              searchable
              required
              comboboxProps={{ withinPortal: false }}
              data-autofocus
            />
            <NativeSelect
              label={t('database.filters.operator')}
              value={operator}
              onChange={(event) => setOperator(event.currentTarget.value as Operator)}
              data={operators.map((value) => ({ value, label: t(`database.filters.operators.${value}`) }))}
            />
            {takesValue && <TextInput name="value" label={t('database.filters.value')} required />}
            <Button type="submit">{t('database.filters.add')}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
