import { Button, Checkbox, Popover, ScrollArea, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../api/people.ts';

interface Props {
  fields: readonly Field[];
  chosen: readonly string[];
  onChange: (columns: string[]) => void;
}

/** Which fields are columns of the list. */
export function ChooseColumns({ fields, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const [part, setPart] = useState('');
  const found = fields.filter(({ label }) => label.toLowerCase().includes(part.toLowerCase()));
  return (
    <Popover width={300} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default">{t('database.columns.choose')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <TextInput
            type="search"
            label={t('database.columns.search')}
            value={part}
            onChange={(event) => setPart(event.currentTarget.value)}
          />
          <ScrollArea.Autosize mah={280} type="auto">
            <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={t('database.columns.choose')}>
              <Stack gap="xs">
                {found.map(({ name, label }) => (
                  <Checkbox key={name} value={name} label={label} />
                ))}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
