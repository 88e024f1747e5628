import type { ChannelView, MemberFieldInput, MemberFieldView, ProgressionStatus } from '@lockstep/contract/programs.ts';
import { MemberFieldInput as MemberFieldSchema } from '@lockstep/contract/programs.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { commandLine, recordAudit } from '../auth/audit.ts';
import { changeChannel, createChannel, listChannels } from '../programs/channels.ts';
import { createMemberField, listMemberFields, removeMemberField } from '../programs/member-fields.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { mapToSalesforce } from '../sync/programs/map-member-field.ts';
import { wholeNumber } from './arguments.ts';
import type { Cli } from './cli.ts';
import { table } from './table.ts';

/** `channels …` and `member-fields …`: what all programs have in common. */
export function addChannels(program: Command, cli: Cli): void {
  addChannelCommands(program.command('channels').description('kinds of programs and their statuses'), cli);
  addFieldCommands(program.command('member-fields').description('custom fields of program members'), cli);
}

function addChannelCommands(channels: Command, cli: Cli): void {
  channels
    .command('list')
    .description('every channel with its statuses')
    .action(
      cli.action(async () => {
        const all = await within(cli, listChannels);
        cli.answer({ channels: all }, () => showChannels(all));
      }),
    );
  const status: [string, string, typeof collectStatuses] = [
    '--status <name:step[:success]>',
    'a status in its order, such as Attended:40:success; again for more',
    collectStatuses,
  ];
  channels
    .command('create')
    .argument('<name>')
    .requiredOption(...status)
    .description('create a channel')
    .action(
      cli.action(async (name: string, { status: statuses }: { status: ProgressionStatus[] }) => {
        const made = await within(cli, async (client) => {
          const channel = await createChannel(client, { name, statuses });
          await recordAudit(client, { ...commandLine, action: 'channel/created', target: name, detail: { statuses } });
          return channel;
        });
        cli.answer(made, () => showChannels([made]));
      }),
    );
  channels
    .command('change')
    .argument('<id>', 'the id of a channel', wholeNumber)
    .argument('<name>')
    .requiredOption(...status)
    .description('replace name and statuses of a channel')
    .action(
      cli.action(async (id: number, name: string, { status: statuses }: { status: ProgressionStatus[] }) => {
        const changed = await within(cli, async (client) => {
          const channel = await changeChannel(client, id, { name, statuses });
          await recordAudit(client, { ...commandLine, action: 'channel/changed', target: name, detail: { statuses } });
          return channel;
        });
        cli.answer(changed, () => showChannels([changed]));
      }),
    );
}

function addFieldCommands(fields: Command, cli: Cli): void {
  fields
    .command('list')
    .description('member fields and what they are mapped to')
    .action(
      cli.action(async () => {
        const all = await within(cli, listMemberFields);
        cli.answer({ fields: all }, () => showFields(all));
      }),
    );
  fields
    .command('create')
    .argument('<name>')
    .addOption(new Option('--type <type>').choices(MemberFieldSchema.properties.type.enum).makeOptionMandatory())
    .option('--label <text>')
    .description('create a member field; at most 20')
    .action(
      cli.action(async (name: string, options: Omit<MemberFieldInput, 'name'>) => {
        const all = await within(cli, async (client) => {
          const made = await createMemberField(client, { name, ...options });
          await recordAudit(client, { ...commandLine, action: 'member-field/created', target: name, detail: options });
          return made;
        });
        cli.answer({ fields: all }, () => showFields(all));
      }),
    );
  fields
    .command('remove')
    .argument('<name>')
    .requiredOption('--yes', 'its values of all members are lost')
    .description('remove a member field with its values, for good; the field in Salesforce keeps its own')
    .action(
      cli.action(async (name: string) => {
        const all = await within(cli, async (client) => {
          const left = await removeMemberField(client, name);
          await recordAudit(client, { ...commandLine, action: 'member-field/removed', target: name });
          return left;
        });
        cli.answer({ fields: all }, () => showFields(all));
      }),
    );
  fields
    .command('map')
    .argument('<name>')
    .argument('[field]', 'a custom field of CampaignMember; without it the mapping ends')
    .description('map a member field to Salesforce')
    .action(
      cli.action(async (name: string, salesforceField: string | null = null) => {
        const all = await cli.withContext('member-fields', async ({ engine, pool }) => {
          const mapped = await mapToSalesforce(engine, await openSubscription(pool), name, salesforceField);
          const detail = { salesforceField };
          await recordAudit(pool, { ...commandLine, action: 'member-field/mapped', target: name, detail });
          return mapped;
        });
        cli.answer({ fields: all }, () => showFields(all));
      }),
    );
}

const showChannels = (channels: readonly ChannelView[]) =>
  table(
    ['id', 'name', 'programs', 'statuses'],
    channels.map((c) => [
      c.id,
      c.name,
      c.programs,
      c.statuses.map((s) => `${s.name} (${s.step}${s.success ? ', success' : ''})`).join(', '),
    ]),
  );

const showFields = (fields: readonly MemberFieldView[]) =>
  fields.length === 0
    ? 'None.'
    : table(
        ['name', 'label', 'type', 'Salesforce field'],
        fields.map((f) => [f.name, f.label, f.type, f.salesforceField]),
      );

function within<T>(cli: Cli, work: Parameters<typeof inSubscription<T>>[2]): Promise<T> {
  return cli.withContext('channels', async ({ pool }) => inSubscription(pool, await openSubscription(pool), work));
}

function collectStatuses(text: string, before: ProgressionStatus[] = []): ProgressionStatus[] {
  const [, name, step, success] = /^(.+?):(\d+)(:success)?$/.exec(text) ?? [];
  if (!name) throw new InvalidArgumentError(`"${text}" is no status: write Attended:40:success.`);
  return [...before, { name, step: Number(step), success: success !== undefined }];
}
