import type { NotificationView } from '@lockstep/contract/notifications.ts';
import type { Words } from '@lockstep/contract/words.ts';
import { useWords } from './use-words.ts';

/** What a notification says, and what to do; as it was written, when an older version of the server wrote it. */
export function useNoticeWords(): (notification: NotificationView) => { message: Words; action: string } {
  const words = useWords();
  return ({ message, action, told }) => ({
    message: words(told?.message, message),
    action: words(told?.action, action).text,
  });
}
