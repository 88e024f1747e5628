import { dismissNotification, listNotifications, readNotification } from '../subscription/notifications.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { addMail } from './mail.ts';

interface NotificationOptions {
  all?: boolean;
  read?: string;
  dismiss?: string;
}

export const addNotifications: AddCommand = (program, cli) => {
  const command = program
    .command('notifications')
    .description('what needs attention, and what to do about it')
    .option('--all', 'also what was dismissed, and what is over')
    .option('--read <id>', 'mark one as read')
    .option('--dismiss <id>', 'put one out of sight for as long as its cause stays as it is')
    .action(
      cli.action(async ({ all, read, dismiss }: NotificationOptions) => {
        const notifications = await cli.withContext('notifications', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), async (client) => {
            if (read) await readNotification(client, Number(read));
            if (dismiss) await dismissNotification(client, Number(dismiss));
            return listNotifications(client, { all });
          }),
        );
        cli.answer({ notifications }, () =>
          notifications.length === 0
            ? 'Nothing needs attention.'
            : notifications
                .map(
                  ({ id, kind, subject, message, action, times, lastSeen, readAt, resolvedAt }) =>
                    `${id}  ${kind} ${subject}${readAt ? '' : ' (new)'}${resolvedAt ? ' (over)' : ''}\n` +
                    `    ${message}\n    What to do: ${action}\n    Seen ${times} times, last ${lastSeen}.`,
                )
                .join('\n'),
        );
      }),
    );
  addMail(command, cli);
};
