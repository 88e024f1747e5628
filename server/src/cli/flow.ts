import type { ConvertPerson, CreateTask, DeletePeople, FlowResult, OnMatch, Owner } from '@lockstep/contract/flow.ts';
import { type Command, Option } from 'commander';
import { commandLine, recordAudit } from '../auth/audit.ts';
import type { Context } from '../context.ts';
import { LockstepError, must } from '../errors.ts';
import { addToCampaign, changeCampaignStatus, removeFromCampaign } from '../flow/campaign-members.ts';
import { changeOwner } from '../flow/change-owner.ts';
import { convertPeople } from '../flow/convert-person.ts';
import { createTasks } from '../flow/create-task.ts';
import { deletePeople } from '../flow/delete-person.ts';
import { mergePeople } from '../flow/merge-people.ts';
import { syncPeople } from '../flow/sync-person.ts';
import { openSubscription, type Subscription } from '../subscription/subscription.ts';
import { collectIds, wholeNumber } from './arguments.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

const source = 'command line';
type Act = (context: Context, subscription: Subscription) => Promise<FlowResult[]>;

/** The flow actions, beside the other commands about people. */
export const addFlow: AddCommand = (program, cli) => {
  const people = must(
    program.commands.find((command) => command.name() === 'people'),
    'the command people',
  );
  const action = (name: string, description: string) =>
    people.command(name).description(description).argument('<id...>', 'ids of people', collectIds);

  addSyncPerson(action('sync', 'Sync Person to SFDC: create, link or push them now'), cli);
  withOwner(action('change-owner', 'give the records of people another owner')).action(
    cli.action(async (ids: number[], options: OwnerOptions) => {
      const owner = ownerOf(options);
      if (!owner) throw new LockstepError('request/invalid', 'Give --user or --queue.');
      await answer(cli, ({ engine }, subscription) => changeOwner(engine, subscription, { ids, owner }, source));
    }),
  );
  addConvertPerson(action('convert', 'Convert Person: leads become contacts, with account and opportunity'), cli);
  addCreateTask(action('create-task', 'create a task about each person'), cli);
  addMergePeople(people, cli);
  addCampaignActions(action, cli);
  action('delete', 'delete people from Salesforce, here, or both')
    .addOption(
      new Option('--from <place>', 'from salesforce the person stays here, flagged')
        .choices(['salesforce', 'here', 'both'])
        .makeOptionMandatory(),
    )
    .action(
      cli.action(async (ids: number[], { from }: Pick<DeletePeople, 'from'>) => {
        await answer(cli, async ({ engine, pool }, subscription) => {
          await recordAudit(pool, { ...commandLine, action: 'people/deleted', detail: { from, ids } });
          return deletePeople(engine, subscription, { ids, from }, source);
        });
      }),
    );
};

interface OwnerOptions {
  user?: string;
  queue?: string;
}

const withOwner = (command: Command) =>
  command.option('--user <id>', 'the Salesforce id of a user').option('--queue <id>', 'of a queue; for leads');

function ownerOf({ user, queue }: OwnerOptions): Owner | undefined {
  if (user && queue) throw new LockstepError('request/invalid', 'Give --user or --queue, not both.');
  if (user) return { kind: 'user', id: user };
  return queue ? { kind: 'queue', id: queue } : undefined;
}

interface SyncPersonOptions extends OwnerOptions {
  onMatch?: OnMatch;
  linkTo?: string;
  leadForContact?: boolean;
}

function addSyncPerson(command: Command, cli: Cli): void {
  withOwner(command)
    .addOption(
      new Option('--on-match <choice>', 'when Salesforce has the e-mail address already').choices([
        'link',
        'create',
        'ask',
      ]),
    )
    .option('--link-to <id>', 'for one person: the lead or contact that it is')
    .option('--lead-for-contact', 'with --queue: make another lead of a person that is a contact')
    .action(
      cli.action(async (ids: number[], options: SyncPersonOptions) => {
        const owner = ownerOf(options);
        const request = {
          ids,
          ...(owner ? { owner } : {}),
          ...(options.onMatch ? { onMatch: options.onMatch } : {}),
          ...(options.linkTo ? { linkTo: options.linkTo } : {}),
          allowLeadForContact: options.leadForContact ?? false,
        };
        await answer(cli, ({ engine }, subscription) => syncPeople(engine, subscription, request, source));
      }),
    );
}

type ConvertOptions = Omit<ConvertPerson, 'ids' | 'ownerId' | 'createOpportunity'> & {
  owner?: string;
  opportunity: boolean;
};

function addConvertPerson(command: Command, cli: Cli): void {
  command
    .option('--owner <id>', 'a user; the owner of the lead unless told')
    .option('--notify-owner', 'Salesforce mails the owner')
    .option('--status <text>', 'a lead status that means converted')
    .option('--account-id <id>', 'an account that exists')
    .option('--contact-id <id>', 'a contact that exists, for one person')
    .option('--no-opportunity', 'make no opportunity')
    .option('--opportunity-name <text>')
    .action(
      cli.action(async (ids: number[], { owner, opportunity, ...options }: ConvertOptions) => {
        const request = { ids, ...options, createOpportunity: opportunity, ...(owner ? { ownerId: owner } : {}) };
        await answer(cli, ({ engine }, subscription) => convertPeople(engine, subscription, request, source));
      }),
    );
}

function addMergePeople(people: Command, cli: Cli): void {
  people
    .command('merge')
    .description('make one person of several, here and in Salesforce; the first stays')
    .argument('<winner>', 'the id of the person that stays', wholeNumber)
    .argument('<loser...>', 'ids of those that become part of it', collectIds)
    .option('--keep <field=person...>', 'whose value a field keeps, where it is not the first one of them')
    .action(
      cli.action(async (winnerId: number, loserIds: number[], { keep = [] }: { keep?: string[] }) => {
        const request = { winnerId, loserIds, keep: Object.fromEntries(keep.map(choiceOf)) };
        await answer(cli, async ({ engine, pool }, subscription) => {
          await recordAudit(pool, { ...commandLine, action: 'people/merged', detail: { winnerId, loserIds } });
          return mergePeople(engine, subscription, request, source);
        });
      }),
    );
}

function choiceOf(text: string): [field: string, personId: number] {
  const [field, person] = text.split('=');
  if (!field || !person) throw new LockstepError('request/invalid', `"${text}" is not field=person.`);
  return [field, wholeNumber(person)];
}

type TaskOptions = Omit<CreateTask, 'ids' | 'ownerId'> & { owner?: string };

function addCreateTask(command: Command, cli: Cli): void {
  command
    .requiredOption('--subject <text>')
    .option('--description <text>')
    .option('--due-in-days <n>', '5 unless told', wholeNumber)
    .option('--owner <id>', 'a user; the owner of the record unless told')
    .option('--status <text>')
    .option('--priority <text>')
    .option('--reminder-at <time>', 'such as 2026-01-31T09:00:00Z')
    .action(
      cli.action(async (ids: number[], { owner, ...options }: TaskOptions) => {
        const request = { ids, ...options, ...(owner ? { ownerId: owner } : {}) };
        await answer(cli, ({ engine }, subscription) => createTasks(engine, subscription, request, source));
      }),
    );
}

interface CampaignOptions {
  campaign: string;
  status: string;
}

function addCampaignActions(action: (name: string, description: string) => Command, cli: Cli): void {
  const campaign: [string, string] = ['--campaign <id>', 'the Salesforce id of the campaign'];
  action('add-to-campaign', 'Add to SFDC Campaign; members stay as they are')
    .requiredOption(...campaign)
    .option('--status <status>', "the campaign's default unless told")
    .action(
      cli.action(async (ids: number[], { campaign: campaignId, status }: Partial<CampaignOptions>) => {
        const request = { ids, campaignId: String(campaignId), ...(status ? { status } : {}) };
        await answer(cli, ({ engine }, subscription) => addToCampaign(engine, subscription, request, source));
      }),
    );
  action('change-campaign-status', 'Change Status in SFDC Campaign; adds who is not a member')
    .requiredOption(...campaign)
    .requiredOption('--status <status>')
    .action(
      cli.action(async (ids: number[], { campaign: campaignId, status }: CampaignOptions) => {
        const request = { ids, campaignId, status };
        await answer(cli, ({ engine }, subscription) => changeCampaignStatus(engine, subscription, request, source));
      }),
    );
  action('remove-from-campaign', 'Remove from SFDC Campaign; who is not a member is skipped')
    .requiredOption(...campaign)
    .action(
      cli.action(async (ids: number[], { campaign: campaignId }: CampaignOptions) => {
        const request = { ids, campaignId };
        await answer(cli, ({ engine }, subscription) => removeFromCampaign(engine, subscription, request, source));
      }),
    );
}

/** Shows what became of each person; the exit code is 1 when one was refused or failed. */
async function answer(cli: Cli, act: Act): Promise<void> {
  const results = await cli.withContext('people', async (context) =>
    act(context, await openSubscription(context.pool)),
  );
  if (results.some(({ outcome }) => outcome === 'refused' || outcome === 'failed')) cli.exitCode = 1;
  const rows = results.map((r) => [r.personId, r.outcome, r.sfdcId, r.taskId, r.code, r.message]);
  cli.answer({ results }, () => table(['person', 'outcome', 'in Salesforce', 'task', 'code', 'message'], rows));
}
