import { FieldChanges } from '@lockstep/contract/fields.ts';
import { Value } from 'typebox/value';
import { commandLine, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { fieldsAsCsv } from '../sync/fields/fields-csv.ts';
import { changeField, type FieldDetail, findField, listFieldDetails } from '../sync/fields/manage-fields.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

interface FieldOptions {
  csv?: boolean;
  label?: string;
  hide?: boolean;
  unhide?: boolean;
  volatile?: string;
  blanks?: string;
  block?: string;
}

export const addFields: AddCommand = (program, cli) => {
  program
    .command('fields')
    .description('marketing fields, where they are used, and what may change them')
    .argument('[name]', 'one field, such as Region__c or company.industry')
    .option('--csv', 'all fields as CSV')
    .option('--label <text>', 'rename the label')
    .option('--hide', 'out of the way of people; it keeps its data')
    .option('--unhide')
    .option('--volatile <yes|no>', 'read it again with the formulas')
    .option('--blanks <policy>', 'sync, never-push, never-pull or never')
    .option(
      '--block <sources>',
      'salesforce, api, form, import, flow, command line, or none: they fill it and do not change it',
    )
    .action(
      cli.action(async (name: string | undefined, { csv, ...options }: FieldOptions) => {
        const changes = changesOf(options);
        const found = await cli.withContext('fields', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), async (client) => {
            if (!name) return listFieldDetails(client);
            if (Object.keys(changes).length === 0) return [await findField(client, name)];
            const changed = await changeField(client, name, changes);
            await recordAudit(client, { ...commandLine, action: 'fields/changed', target: name, detail: changes });
            return [changed];
          }),
        );
        cli.answer({ fields: found }, () => {
          if (csv) return fieldsAsCsv(found).trimEnd();
          const [only] = found;
          return name && only ? describeField(only) : listed(found);
        });
      }),
    );
};

function changesOf({ label, hide, unhide, volatile, blanks, block }: FieldOptions) {
  const changes = {
    ...(label === undefined ? {} : { label }),
    ...(hide ? { hidden: true } : {}),
    ...(unhide ? { hidden: false } : {}),
    ...(volatile === undefined ? {} : { volatile: volatile === 'yes' }),
    ...(blanks === undefined ? {} : { blanks }),
    ...(block === undefined ? {} : { blocked: block === 'none' ? [] : block.split(',').map((s) => s.trim()) }),
  };
  if (Object.keys(changes).length === 0) return {};
  if (Value.Check(FieldChanges, changes)) return changes;
  throw new LockstepError('request/invalid', 'See lockstep fields --help for the values.');
}

function listed(fields: readonly FieldDetail[]): string {
  return table(
    ['entity', 'name', 'label', 'type', 'in Salesforce', ''],
    fields.map((f) => [
      f.entity,
      f.name,
      f.label,
      f.type,
      f.mappedTo.map((m) => `${m.object}.${m.sfField}`).join(' '),
      f.hidden ? 'hidden' : '',
    ]),
  );
}

function describeField(f: FieldDetail): string {
  return table(
    ['', ''],
    [
      ['field', `${f.entity}.${f.name}`],
      ['label', f.label],
      ['type', f.type],
      ['hidden', f.hidden ? 'yes' : 'no'],
      ['in Salesforce', f.mappedTo.map((m) => `${m.object}.${m.sfField} (${m.sfType})`).join(', ')],
      ['conflict policies', f.policies.map((p) => `${p.target}: ${p.policy}`).join(', ') || 'those of the object'],
      ['blocked sources', f.blocked.join(', ') || 'none'],
      ['blanks', f.blanks],
      ['read again by the sweep', f.refreshed ? 'yes' : 'no'],
      ['values', f.picklist?.common.join('; ') ?? 'any'],
    ],
  );
}
