import type { PeriodCost, ProgramInput, ProgramView } from '@lockstep/contract/programs.ts';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';

/** What is entered of a program, when it is created and later. */
export function ProgramFields({ program }: { program?: ProgramView }) {
  const { t } = useTranslation();
  const { data: channels = [] } = useChannels();
  const keepsChannel = program !== undefined && (program.members > 0 || program.campaign !== null);
  return (
    <>
      <TextInput
        name="name"
        label={t('database.records.name')}
        defaultValue={program?.name}
        maxLength={255}
        required
        data-autofocus
      />
      <NativeSelect
        // What is chosen first depends on the channels, which may arrive later.
        key={channels.length}
        name="channel"
        label={t('programs.channel')}
        description={t(keepsChannel ? 'programs.channelKept' : 'programs.channelHelp')}
        data={channels.map(({ name }) => name)}
        defaultValue={program?.channel}
        disabled={keepsChannel}
        required
      />
      <Textarea
        name="description"
        label={t('programs.description')}
        defaultValue={program?.description ?? ''}
        autosize
        minRows={2}
        maxRows={6}
      />
    </>
  );
}

/** What was entered; the channel only where it could be chosen. */
export function programOf(form: FormData): Omit<ProgramInput, 'channel'> & { channel?: string } {
  return {
    name: textOf(form, 'name').trim(),
    channel: textOf(form, 'channel') || undefined,
    description: textOf(form, 'description') || null,
  };
}

export const totalOf = (costs: readonly PeriodCost[]): number => costs.reduce((sum, { cost }) => sum + cost, 0);
