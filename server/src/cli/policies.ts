import { commandLine, recordAudit } from '../auth/audit.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { listPolicies, setPolicy } from '../sync/conflict-policies.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addPolicies: AddCommand = (program, cli) => {
  program
    .command('policies')
    .description('which side wins a conflict: policies [Lead|Contact|Lead.Field newest|default|…]')
    .argument('[target]', 'Lead, Contact, or a field such as Lead.Title')
    .argument(
      '[policy]',
      'marketing-wins, salesforce-wins, newest, salesforce-unless-blank, add-differences, or default',
    )
    .action(
      cli.action(async (target?: string, policy?: string) => {
        const policies = await cli.withContext('policies', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), async (client) => {
            if (!target || !policy) return listPolicies(client);
            const changed = await setPolicy(client, target, policy === 'default' ? null : policy);
            await recordAudit(client, { ...commandLine, action: 'sync/policy-set', target, detail: { policy } });
            return changed;
          }),
        );
        cli.answer({ policies }, () =>
          table(
            ['object or field', 'policy', ''],
            policies.map((p) => [p.target, p.policy, p.chosen ? 'chosen' : 'default']),
          ),
        );
      }),
    );
};
