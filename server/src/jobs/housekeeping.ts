import { parseCronItems } from 'graphile-worker';
import { deleteEndedSessions } from '../auth/sessions.ts';
import type { Context } from '../context.ts';
import type { Work } from './worker.ts';

/** What has to be tidied up now and then, whatever else the server does. */
export function housekeeping(context: Context): Required<Work> {
  return {
    tasks: {
      'housekeeping/sessions': () => deleteEndedSessions(context.pool, context.config.sessionHours),
    },
    schedule: parseCronItems([{ task: 'housekeeping/sessions', match: '17 * * * *' }]),
  };
}
