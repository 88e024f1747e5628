import type { ProgramView } from '@lockstep/contract/programs.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { commandLine, recordAudit } from '../auth/audit.ts';
import type { Context } from '../context.ts';
import { listMembers, type MembersQuery, removeMembers, setMembers } from '../programs/members.ts';
import { changeProgram, createProgram, getProgram, listPrograms, type ProgramsQuery } from '../programs/programs.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { deleteProgram } from '../sync/programs/delete-program.ts';
import { compareWithCampaign, linkProgram, unlinkProgram } from '../sync/programs/link-program.ts';
import { collectIds, collectValues, wholeNumber } from './arguments.ts';
import { addChannels } from './channels.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

const source = 'command line';

/** `programs …`: programs, their members, and their link with Salesforce campaigns. */
export const addPrograms: AddCommand = (program, cli) => {
  const programs = program.command('programs').description('programs, their members and their Salesforce campaigns');
  addReading(programs, cli);
  addWriting(programs, cli);
  addMembers(programs, cli);
  addLinking(programs, cli);
  addChannels(program, cli);
};

function addReading(programs: Command, cli: Cli): void {
  programs
    .command('list')
    .description('programs, a page at a time')
    .option('--search <text>', 'start of the name')
    .option('--after <id>', 'the id after which the page begins', wholeNumber)
    .option('--limit <n>', 'programs on the page', wholeNumber, 50)
    .action(
      cli.action(async (query: ProgramsQuery) => {
        const page = await within(cli, (client) => listPrograms(client, query));
        cli.answer(page, () => show(page.programs) + (page.next ? `\nMore: --after ${page.next}` : ''));
      }),
    );
  programs
    .command('show')
    .argument('<id>', 'the id of a program', wholeNumber)
    .description('one program, with its costs')
    .action(
      cli.action(async (id: number) => {
        const one = await within(cli, (client) => getProgram(client, id));
        cli.answer(one, () =>
          [
            show([one]),
            '',
            table(
              ['month', 'cost'],
              one.costs.map((c) => [c.month, c.cost]),
            ),
          ].join('\n'),
        );
      }),
    );
}

interface ProgramOptions {
  name: string;
  channel: string;
  description?: string;
  cost?: { month: string; cost: number }[];
}

function addWriting(programs: Command, cli: Cli): void {
  const described = (command: Command) =>
    command
      .option('--description <text>')
      .option('--cost <month=amount>', 'a period cost such as 2026-01=500; again for more', collectCosts);
  described(programs.command('create'))
    .description('create a program')
    .requiredOption('--name <text>')
    .requiredOption('--channel <name>', 'see: lockstep channels list')
    .action(
      cli.action(async ({ cost, ...input }: ProgramOptions) => {
        const made = await within(cli, (client) =>
          createProgram(client, { ...input, ...(cost ? { costs: cost } : {}) }),
        );
        cli.answer(made, () => show([made]));
      }),
    );
  described(programs.command('change'))
    .argument('<id>', 'the id of a program', wholeNumber)
    .description('change what is named; the costs given replace all costs')
    .option('--name <text>')
    .option('--channel <name>')
    .action(
      cli.action(async (id: number, { cost, ...changes }: Partial<ProgramOptions>) => {
        const changed = await within(cli, (client) =>
          changeProgram(client, id, { ...changes, ...(cost ? { costs: cost } : {}) }),
        );
        cli.answer(changed, () => show([changed]));
      }),
    );
}

function addMembers(programs: Command, cli: Cli): void {
  programs
    .command('members')
    .argument('<id>', 'the id of a program', wholeNumber)
    .description('the members of a program, a page at a time')
    .option('--status <name>')
    .option('--after <id>', 'the person after whom the page begins', wholeNumber)
    .option('--limit <n>', 'members on the page', wholeNumber, 50)
    .action(
      cli.action(async (id: number, query: MembersQuery) => {
        const page = await within(cli, (client) => listMembers(client, id, query));
        cli.answer(page, () =>
          table(
            ['person', 'name', 'e-mail', 'status', 'success', 'joined', 'sync'],
            page.members.map((m) => [
              m.personId,
              m.name,
              m.email,
              m.status,
              m.reachedSuccess ? 'yes' : '',
              m.joinedAt,
              m.refused ? `${m.state}: ${m.refused.message}` : m.state,
            ]),
          ),
        );
      }),
    );
  programs
    .command('set-member')
    .argument('<id>', 'the id of a program', wholeNumber)
    .argument('<person...>', 'ids of people', collectIds)
    .description('add people to a program, or change their status and member fields')
    .option('--status <name>', 'kept, or for a new member the first of the channel, unless told')
    .option('--field <name=value>', 'a member field; again for more', collectValues)
    .action(
      cli.action(async (id: number, people: number[], options: { status?: string; field?: Record<string, string> }) => {
        const { status, field: values = {} } = options;
        const members = people.map((personId) => ({ personId, values, ...(status ? { status } : {}) }));
        const done = await within(cli, (client) => setMembers(client, id, members, source));
        cli.answer(done, () => `${done.added} added, ${done.changed} changed.`);
      }),
    );
  programs
    .command('remove-member')
    .argument('<id>', 'the id of a program', wholeNumber)
    .argument('<person...>', 'ids of people', collectIds)
    .description('take people out of a program')
    .action(
      cli.action(async (id: number, people: number[]) => {
        const removed = await within(cli, (client) => removeMembers(client, id, people, source));
        cli.answer({ removed }, () => `${removed} removed.`);
      }),
    );
}

interface LinkOptions {
  campaign?: string;
  newName?: string;
  createMissingStatuses?: boolean;
  label?: Record<string, string>;
}

function addLinking(programs: Command, cli: Cli): void {
  programs
    .command('compare')
    .argument('<id>', 'the id of a program', wholeNumber)
    .requiredOption('--campaign <id>', 'the Salesforce id of a campaign')
    .description('the statuses of a program beside those of a campaign')
    .action(
      cli.action(async (id: number, { campaign }: { campaign: string }) => {
        const compared = await cli.withContext('programs', async ({ engine, pool }) =>
          compareWithCampaign(engine, await openSubscription(pool), id, campaign),
        );
        if (!compared.matches) cli.exitCode = 1;
        cli.answer(compared, () =>
          table(
            ['status', 'label in Salesforce', 'success', 'responded', 'problem'],
            compared.statuses.map((s) => [s.status, s.label, s.success, s.hasResponded, s.problem]),
          ),
        );
      }),
    );
  programs
    .command('link')
    .argument('<id>', 'the id of a program', wholeNumber)
    .description('link a program to a Salesforce campaign: a new one unless told')
    .option('--campaign <id>', 'the Salesforce id of an existing campaign')
    .option('--new-name <text>', 'name of the new campaign; that of the program unless told')
    .option('--create-missing-statuses', 'create the statuses that the campaign lacks')
    .option('--label <status=label>', 'the label of the campaign for a status; again for more', collectValues)
    .action(
      cli.action(async (id: number, { campaign, label, ...rest }: LinkOptions) => {
        const input = { ...rest, ...(campaign ? { campaignId: campaign } : {}), ...(label ? { labels: label } : {}) };
        const linked = await cli.withContext('programs', async ({ engine, pool }) => {
          const done = await linkProgram(engine, await openSubscription(pool), id, input);
          const detail = { campaign: done.campaign?.sfdcId ?? null };
          await recordAudit(pool, { ...commandLine, action: 'program/linked', target: done.name, detail });
          return done;
        });
        cli.answer(linked, () => show([linked]));
      }),
    );
  programs
    .command('delete')
    .argument('<id>', 'the id of a program', wholeNumber)
    .requiredOption('--yes', 'its memberships and costs are lost')
    .description(
      'delete a program with its memberships and costs, for good; a linked campaign stays in Salesforce as it is',
    )
    .action(
      cli.action(async (id: number) => {
        const { name, members } = await within(cli, async (client) => {
          const gone = await deleteProgram(client, id, source);
          const detail = { members: gone.members, campaign: gone.campaign?.sfdcId ?? null };
          await recordAudit(client, { ...commandLine, action: 'program/deleted', target: gone.name, detail });
          return gone;
        });
        cli.answer({ deleted: name }, () => `${name} is deleted, with ${members} memberships.`);
      }),
    );
  programs
    .command('unlink')
    .argument('<id>', 'the id of a program', wholeNumber)
    .description('end the link; members stay on both sides')
    .action(
      cli.action(async (id: number) => {
        const unlinked = await within(cli, async (client) => {
          const done = await unlinkProgram(client, id);
          await recordAudit(client, { ...commandLine, action: 'program/unlinked', target: done.name });
          return done;
        });
        cli.answer(unlinked, () => show([unlinked]));
      }),
    );
}

const show = (programs: readonly ProgramView[]) =>
  table(
    ['id', 'name', 'channel', 'members', 'successes', 'campaign', 'state', 'waiting', 'refused'],
    programs.map((p) => [
      p.id,
      p.name,
      p.channel,
      p.members,
      p.successes,
      p.campaign?.sfdcId,
      p.campaign?.state,
      p.campaign?.waiting,
      p.campaign?.refused,
    ]),
  );

function within<T>(cli: Cli, work: Parameters<typeof inSubscription<T>>[2]): Promise<T> {
  return cli.withContext('programs', async ({ pool }: Context) =>
    inSubscription(pool, await openSubscription(pool), work),
  );
}

function collectCosts(text: string, before: { month: string; cost: number }[] = []) {
  const [, month, cost] = /^(\d{4}-(?:0[1-9]|1[0-2]))=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (!month) throw new InvalidArgumentError(`"${text}" is no cost: write 2026-01=500.`);
  return [...before, { month, cost: Number(cost) }];
}
