import type { ProgramView } from '@lockstep/contract/programs.ts';
import { useTranslation } from 'react-i18next';
import { useChannels, useSaveChannel } from '../../api/programs.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { ComparedStatus } from './comparison.ts';

/** Creates a status of the campaign here: as the last step of the channel, which all its programs share. */
export function AddToChannel({ program, row: { label, hasResponded } }: { program: ProgramView; row: ComparedStatus }) {
  const { t } = useTranslation();
  const saving = useSaveChannel();
  const { data: channels = [] } = useChannels();
  const channel = channels.find(({ name }) => name === program.channel);
  if (!channel || label === null) return null;
  const { id, name, statuses, programs } = channel;
  const step = Math.max(...statuses.map((status) => status.step)) + 10;
  const add = () =>
    saving.mutate({ id, name, statuses: [...statuses, { name: label, step, success: hasResponded === true }] });
  return (
    <>
      <ConfirmButton
        label={t('programs.compare.addHere')}
        title={t('programs.compare.addHereTitle', { status: label, channel: name })}
        explanation={t('programs.compare.addHereExplanation', { count: programs })}
        onConfirm={add}
        loading={saving.isPending}
        size="compact-sm"
      />
      {saving.error && <ErrorNotice error={saving.error} />}
    </>
  );
}
