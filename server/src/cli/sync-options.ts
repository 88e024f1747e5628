import { SyncOptionChanges, type SyncOptions } from '@lockstep/contract/flow.ts';
import { Value } from 'typebox/value';
import { commandLine, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { changeOptions, readOptions } from '../sync/options.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

/** How an option is written on the command line, and read from there; the contract checks the value. */
interface Flag {
  /** Without it, the name of the option in dashes. */
  name?: string;
  says: string;
  placeholder: string;
  read(text: string): unknown;
}

const text = (says: string): Flag => ({ says, placeholder: 'text', read: (given) => given });
const count = (says: string): Flag => ({ says, placeholder: 'n', read: Number });
const yesOrNo = (says: string): Flag => ({
  says,
  placeholder: 'yes|no',
  read: (given) => (given === 'yes' ? true : given === 'no' ? false : given),
});

const flags: Record<keyof SyncOptions, Flag> = {
  defaultLastName: text('for people without one, when they are first created in Salesforce'),
  defaultCompany: text('the same for the company'),
  onMatch: text('link, create or ask, when Salesforce has the e-mail address already'),
  allowDuplicates: yesOrNo('create leads that a duplicate rule only warns of'),
  notifyOwner: yesOrNo('Salesforce mails the owner of a lead that is created from here'),
  fallbackOwnerId: {
    name: 'fallback-owner',
    says: 'a user who owns what an inactive user would; none for nobody',
    placeholder: 'id|none',
    read: (given) => (given === 'none' ? null : given),
  },
  campaignSync: yesOrNo('sync campaigns, their statuses and members'),
  changeEvents: yesOrNo('sync changes of either side within seconds instead of in the next cycle'),
  apiBudgetPercent: count("the share of the org's daily API requests at which the sync pauses"),
  formulaRefreshHours: count('how old formulas may get when their inputs change elsewhere; 0: never looked at'),
  cyclePauseSeconds: {
    says: 'the rest between two cycles',
    placeholder: 'n|default',
    read: (given) => (given === 'default' ? null : Number(given)),
  },
  activitiesToSalesforce: {
    says: 'which reported activities become completed tasks, such as form-filled,email-opened; none',
    placeholder: 'types',
    read: (given) => (given === 'none' ? [] : given.split(',').map((type) => type.trim())),
  },
  verifyHours: count('how often both sides are compared by themselves; 0: never'),
  verifyRepair: yesOrNo('whether that comparison settles what it finds'),
};

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const camel = (name: string): string => name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());

export const addSyncOptions: AddCommand = (program, cli) => {
  const command = program.command('sync-options').description('show the sync options, or change those that are named');
  for (const [option, { name = dashed(option), says, placeholder }] of Object.entries(flags)) {
    command.option(`--${name} <${placeholder}>`, says);
  }
  command.action(
    cli.action(async (given: Record<string, string>) => {
      const changes = Object.fromEntries(
        Object.entries(flags).flatMap(([option, { name = dashed(option), read }]) => {
          const value = given[camel(name)];
          return value === undefined ? [] : [[option, read(value)]];
        }),
      );
      if (!Value.Check(SyncOptionChanges, changes)) {
        throw new LockstepError('request/invalid', 'See lockstep sync-options --help for the values.');
      }
      const options = await cli.withContext('sync-options', async ({ pool }) =>
        inSubscription(pool, await openSubscription(pool), async (client) => {
          if (Object.keys(changes).length === 0) return readOptions(client);
          await recordAudit(client, { ...commandLine, action: 'sync/options-changed', detail: changes });
          return changeOptions(client, changes);
        }),
      );
      cli.answer(options, () => table(['option', 'value'], Object.entries(options)));
    }),
  );
};
