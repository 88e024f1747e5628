import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../api/programs.ts';

interface Props {
  /** Name of the channel; none until a program is chosen. */
  channel?: string;
  /** Offers to leave the status as it is. */
  optional?: boolean;
}

/** A status that members of a program of this channel may have, as `status`. */
export function StatusSelect({ channel, optional = false }: Props) {
  const { t } = useTranslation();
  const statuses = useStatuses(channel);
  return (
    <NativeSelect
      name="status"
      label={t('programs.members.status')}
      description={optional ? t('programs.members.usualStatusHelp') : undefined}
      data={optional ? [{ value: '', label: t('programs.members.usualStatus') }, ...statuses] : statuses}
    />
  );
}

/** The statuses of a channel, in their order. */
export function useStatuses(channel: string | undefined): string[] {
  const { data: channels = [] } = useChannels();
  return channels.find(({ name }) => name === channel)?.statuses.map(({ name }) => name) ?? [];
}
