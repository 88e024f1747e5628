import { Button, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../forms/form-data.ts';
import type { LinkFormProps } from './link-existing.tsx';

const longestName = 80;

/** A new campaign, with the name, type, cost and statuses of the program. */
export function LinkNew({ program, linking, onLink }: LinkFormProps) {
  const { t } = useTranslation();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onLink({ newName: textOf(new FormData(event.currentTarget), 'name') });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack align="flex-start">
        <Text size="sm" maw={640}>
          {t('programs.link.newExplanation', { channel: program.channel })}
        </Text>
        <TextInput
          name="name"
          label={t('programs.link.newName')}
          defaultValue={program.name.slice(0, longestName)}
          maxLength={longestName}
          required
          w={{ base: '100%', sm: 400 }}
        />
        <Button type="submit" loading={linking}>
          {t('programs.link.create')}
        </Button>
      </Stack>
    </form>
  );
}
