import { commandLine, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { decideRename, decideType, listSchemaChanges, type SchemaChanges } from '../sync/fields/schema-decisions.ts';
import { previewConversion } from '../sync/fields/type-changes.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

export const addSchema: AddCommand = (program, cli) => {
  program
    .command('schema')
    .description(
      'what the org changed and waits for you: schema [accept|decline|preview|convert|start-empty|undo] Lead.Field__c',
    )
    .argument(
      '[decision]',
      'accept or decline a rename; preview, convert or start-empty a change of type, or undo that',
    )
    .argument('[field]', 'a field such as Lead.Region__c; to undo, the marketing field')
    .action(
      cli.action(async (decision?: string, field?: string) => {
        if (decision === 'preview' && field) return preview(cli, field);
        const changes = await within(cli, async (client) => {
          if (decision) await decide(client, decision, field);
          return listSchemaChanges(client);
        });
        cli.answer(changes, () => describeChanges(changes));
      }),
    );
};

async function decide(client: Client, decision: string, field?: string): Promise<void> {
  if (!field) throw new LockstepError('request/invalid', 'Name the field, such as Lead.Region__c.');
  switch (decision) {
    case 'accept':
    case 'decline':
      await decideRename(client, field, decision);
      break;
    case 'convert':
    case 'start-empty':
    case 'undo':
      await decideType(client, field, decision);
      break;
    default:
      throw new LockstepError('request/invalid', `${decision} is no decision; see lockstep schema --help.`);
  }
  await recordAudit(client, { ...commandLine, action: 'fields/schema-decided', target: field, detail: { decision } });
}

async function preview(cli: Cli, field: string): Promise<void> {
  const found = await within(cli, (client) => previewConversion(client, field));
  cli.answer(found, () =>
    [
      `${found.values} records have a value; ${found.misfits} of them do not fit and would be left blank.`,
      ...(found.samples.length > 0
        ? [
            table(
              ['value', 'records'],
              found.samples.map((s) => [s.value, s.records]),
            ),
          ]
        : []),
    ].join('\n'),
  );
}

function describeChanges({ renames, types, conversions }: SchemaChanges): string {
  const lines = [
    ...renames.map(
      (r) =>
        `${r.object}.${r.oldField} seems to be ${r.newField} now (${r.evidence}): lockstep schema accept|decline ${r.object}.${r.newField}`,
    ),
    ...types.map(
      (t) =>
        `${t.object}.${t.sfField} held ${t.oldType} and is ${t.newSfType} now: lockstep schema preview|convert|start-empty ${t.object}.${t.sfField}`,
    ),
    ...conversions.map(
      (c) => `${c.label} was changed from ${c.oldType} to ${c.newType} at ${c.at}: lockstep schema undo ${c.field}`,
    ),
  ];
  return lines.join('\n') || 'Nothing waits for a decision.';
}

async function within<T>(cli: Cli, work: (client: Client) => Promise<T>): Promise<T> {
  return cli.withContext('schema', async ({ pool }) => inSubscription(pool, await openSubscription(pool), work));
}
