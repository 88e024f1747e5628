import { text } from 'node:stream/consumers';
import { Option } from 'commander';
import { commandLine, recordAudit } from '../auth/audit.ts';
import type { Context } from '../context.ts';
import { LockstepError } from '../errors.ts';
import type { FieldMapping } from '../mapping/field-mapping.ts';
import { runChecks } from '../setup/checks.ts';
import { type CredentialsInput, enterCredentials } from '../setup/credentials.ts';
import {
  breakUp,
  combine,
  fieldList,
  finishMappings,
  type MappingsView,
  resetSchema,
  showMappings,
  syncFields,
} from '../setup/fields.ts';
import { confirmCredentials, dryRun, startSync } from '../setup/start.ts';
import { openSubscription, type Subscription } from '../subscription/subscription.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

/** The set-up of the web pages, step by step (SPEC SET-12). */
export const addSetup: AddCommand = (program, cli) => {
  const setup = program
    .command('setup')
    .description(
      'connect to Salesforce: credentials, checks, fields, sync-fields, confirm, mappings, finish-mappings, dry-run, start',
    );

  setup
    .command('show', { isDefault: true })
    .description('how far the set-up has come')
    .action(
      cli.action(async () => {
        await within(cli, async (_context, { state, enabled, connection, identity, startedAt }) => {
          const view = { state, enabled, connection, identity, startedAt };
          cli.answer(view, () =>
            table(
              ['state', 'org', 'user', 'login'],
              [[state, identity?.organizationName, identity?.username, connection?.loginUrl]],
            ),
          );
        });
      }),
    );

  setup
    .command('credentials')
    .description(
      'try credentials and store them; secrets are read from standard input as JSON, never from the command line',
    )
    .addOption(
      new Option('--method <method>', 'how to log in')
        .choices(['password', 'client-credentials', 'jwt-bearer'])
        .default('password'),
    )
    .option('--sandbox', 'log in at test.salesforce.com')
    .option('--login-url <url>', 'a My Domain or a practice org')
    .addHelpText('after', credentialsHelp)
    .action(
      cli.action(async (options: { method: CredentialsInput['method']; sandbox?: boolean; loginUrl?: string }) => {
        const input = { ...options, ...(await secretsFromInput(cli)) } as CredentialsInput;
        await within(cli, async (context, subscription) => {
          const identity = await enterCredentials(context.setup, subscription, checked(input));
          await audited(context, 'credentials-entered', { method: input.method, username: identity.username });
          cli.answer(
            identity,
            () =>
              `Connected to ${identity.organizationName} (${identity.organizationId}) as ${identity.username}. Next: lockstep setup fields`,
          );
        });
      }),
    );

  setup
    .command('checks')
    .description(
      'what Salesforce must allow and hold: permissions and marketing fields, with live results once connected',
    )
    .action(
      cli.action(async () => {
        await within(cli, async (context, subscription) => {
          const { user, fields, ...view } = await runChecks(context.setup, subscription);
          cli.answer({ ...view, user, fields }, () =>
            [
              table(
                ['sync user', 'granted', 'missing'],
                user.map(({ id, result, missing }) => [id, result, missing.join(', ')]),
              ),
              '',
              table(
                ['marketing field', 'type', 'on Lead', 'on Contact', 'optional'],
                fields.map((f) => [f.name, f.type, f.lead, f.contact, f.optional ? 'yes' : 'no']),
              ),
            ].join('\n'),
          );
        });
      }),
    );

  setup
    .command('fields')
    .description('every field the sync user can see, before anything is created')
    .action(
      cli.action(async () => {
        await within(cli, async (context, subscription) => {
          const list = await fieldList(context.setup, subscription);
          cli.answer(list, () =>
            [
              table(
                ['object', 'field', 'label', 'type', 'takes part', 'why'],
                list.fields.map((f) => [f.object, f.sfField, f.label, f.sfType, f.takesPart ? 'yes' : 'no', f.reason]),
              ),
              ...list.problems,
            ].join('\n'),
          );
        });
      }),
    );

  setup
    .command('sync-fields')
    .description('create the fields; they exist from then on')
    .option('--untick <field...>', 'fields to leave out, written as Lead.Field__c')
    .action(
      cli.action(async ({ untick = [] }: { untick?: string[] }) => {
        await within(cli, async (context, subscription) => {
          const mappings = await syncFields(context.setup, subscription, untick);
          await audited(context, 'fields-synced', { untick });
          cli.answer(
            { fields: mappings.filter((m) => m.chosen).length },
            () => `${mappings.filter((m) => m.chosen).length} fields take part. Next: lockstep setup confirm`,
          );
        });
      }),
    );

  setup
    .command('confirm')
    .description('confirm the credentials, naming the org: it can not be exchanged after the start')
    .option('--org <id>', 'the id of the org; without it the warning is shown')
    .action(
      cli.action(async ({ org }: { org?: string }) => {
        await within(cli, async (context, subscription) => {
          const identity = org ? await confirmCredentials(context.setup, subscription, org) : subscription.identity;
          if (org) await audited(context, 'credentials-confirmed', { organizationId: org });
          cli.answer({ confirmed: Boolean(org), identity }, () => (org ? 'Confirmed.' : warning(subscription)));
        });
      }),
    );

  addMappings(setup, cli);
  addStartSteps(setup, cli);
};

function addMappings(setup: Parameters<AddCommand>[0], cli: Cli): void {
  const mappings = setup
    .command('mappings')
    .description('show or edit the mappings; custom fields only, and only before the start');
  const edit = (work: (context: Context, subscription: Subscription) => Promise<MappingsView>) =>
    within(cli, async (context, subscription) => {
      const view = await work(context, subscription);
      cli.answer(view, () => describeMappings(view));
    });

  mappings
    .command('show', { isDefault: true })
    .description('all mappings, and the custom fields that stand alone')
    .action(cli.action(() => edit((context, subscription) => showMappings(context.setup, subscription))));
  mappings
    .command('combine')
    .description('combine a Lead and a Contact field')
    .argument('<dragged>', 'such as Contact.Level__c')
    .argument('<onto>', 'such as Lead.Tier__c')
    .action(
      cli.action((dragged: string, onto: string) =>
        edit((context, subscription) => combine(context.setup, subscription, dragged, onto)),
      ),
    );
  mappings
    .command('break')
    .description('separate a combined field')
    .argument('<field>')
    .action(
      cli.action((field: string) => edit((context, subscription) => breakUp(context.setup, subscription, field))),
    );
  mappings
    .command('reset')
    .description('add what is new in Salesforce, and set all combinations back')
    .action(cli.action(() => edit((context, subscription) => resetSchema(context.setup, subscription))));
  mappings
    .command('finish')
    .description('finish mappings')
    .action(cli.action(() => edit((context, subscription) => finishMappings(context.setup, subscription))));
}

function addStartSteps(setup: Parameters<AddCommand>[0], cli: Cli): void {
  setup
    .command('dry-run')
    .description('what the start would do: records, possible duplicates, time, API calls')
    .action(
      cli.action(async () => {
        await within(cli, async (context, subscription) => {
          const run = await dryRun(context.setup, subscription);
          cli.answer(run, () =>
            [
              table(
                ['object', 'records'],
                run.objects.map((o) => [o.object, o.records]),
              ),
              `Possible duplicates: ${run.possibleDuplicates}. About ${run.estimatedSeconds} s and ${run.estimatedApiCalls} API calls.`,
              run.caution,
            ].join('\n'),
          );
        });
      }),
    );

  setup
    .command('start')
    .description('start the sync; mappings and org are final from then on')
    .option('--yes', 'I have read the caution of dry-run')
    .action(
      cli.action(async ({ yes }: { yes?: boolean }) => {
        if (!yes)
          throw new LockstepError(
            'request/invalid',
            'Read the caution of `lockstep setup dry-run`, then repeat with --yes.',
          );
        await within(cli, async (context, subscription) => {
          const started = await startSync(context.setup, subscription);
          await audited(context, 'started', {});
          cli.answer(
            { state: started.state },
            () => 'Started. A running server begins the first sync now; lockstep status shows it.',
          );
        });
      }),
    );
}

const credentialsHelp = `
Standard input is one JSON object:
  password            {"username": "…", "password": "…", "securityToken": "…"}
  client-credentials  {"consumerKey": "…", "consumerSecret": "…"}
  jwt-bearer          {"consumerKey": "…", "privateKey": "-----BEGIN…", "username": "…"}`;

async function secretsFromInput(cli: Cli): Promise<object> {
  const given = await text(cli.stdin);
  try {
    return JSON.parse(given) as object;
  } catch (cause) {
    throw new LockstepError('request/invalid', `Standard input must be one JSON object.${credentialsHelp}`, { cause });
  }
}

const needed: Record<CredentialsInput['method'], readonly string[]> = {
  password: ['username', 'password'],
  'client-credentials': ['consumerKey', 'consumerSecret'],
  'jwt-bearer': ['consumerKey', 'privateKey', 'username'],
};

function checked(input: CredentialsInput): CredentialsInput {
  const missing = needed[input.method].filter((name) => !(input as unknown as Record<string, unknown>)[name]);
  if (missing.length > 0) throw new LockstepError('request/invalid', `Standard input lacks ${missing.join(', ')}.`);
  return input;
}

function within<T>(cli: Cli, work: (context: Context, subscription: Subscription) => Promise<T>): Promise<T> {
  return cli.withContext('setup', async (context) => work(context, await openSubscription(context.pool)));
}

function audited({ pool }: Context, action: string, detail: Record<string, unknown>): Promise<void> {
  return recordAudit(pool, { ...commandLine, action: `sync/${action}`, detail });
}

function warning({ identity }: Subscription): string {
  if (!identity) return 'First: lockstep setup credentials.';
  const kind = identity.isSandbox ? 'sandbox' : 'production';
  return [
    `Org ${identity.organizationName} (${identity.organizationId}), ${identity.edition}, instance ${identity.instance}, ${kind}.`,
    `User ${identity.username}. Neither can be exchanged for another once the sync has started.`,
    `To confirm: lockstep setup confirm --org ${identity.organizationId}`,
  ].join('\n');
}

function describeMappings({ mappings, unmapped, editable }: MappingsView): string {
  const row = (m: FieldMapping) => [m.object, m.sfField, m.sfLabel, m.type, m.field, m.origin, m.chosen ? 'yes' : 'no'];
  const headings = ['object', 'Salesforce field', 'label', 'type', 'marketing field', 'mapping', 'chosen'];
  return [
    table(headings, mappings.map(row)),
    '',
    `Unmapped custom fields: ${unmapped.map((m) => `${m.object}.${m.sfField}`).join(', ') || 'none'}.`,
    editable ? 'Combine or break until the sync starts.' : 'Final: the sync has started.',
  ].join('\n');
}
