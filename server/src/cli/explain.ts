import { LockstepError } from '../errors.ts';
import { explainPerson } from '../people/explain.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addExplain: AddCommand = (program, cli) => {
  program
    .command('explain')
    .description('why each value of a person is what it is: where it came from, what is pending, what was refused')
    .argument('<person>', 'the id of the person')
    .action(
      cli.action(async (person: string) => {
        if (!/^\d+$/.test(person)) throw new LockstepError('request/invalid', `"${person}" is not the id of a person.`);
        const found = await cli.withContext('explain', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => explainPerson(client, Number(person))),
        );
        cli.answer(found, () =>
          [
            `Person ${found.person.id}: ${found.person.sfdcType ?? 'not in Salesforce'} ${found.person.sfdcId ?? ''}`,
            found.summary,
            '',
            table(
              ['field', 'value', 'set by', 'since', 'Salesforce field', 'state', 'what happens next'],
              found.values.map((v) => [v.label, v.value, v.source, v.since, v.salesforceField, v.state, v.next]),
            ),
            ...(found.objectRecords.length > 0
              ? [
                  '',
                  table(
                    ['object', 'Salesforce id', 'belongs by'],
                    found.objectRecords.map((r) => [r.label, r.sfdcId, r.via.join('; ')]),
                  ),
                ]
              : []),
            ...(found.memberships.length > 0
              ? [
                  '',
                  table(
                    ['program', 'status', 'campaign', 'state', 'what happens next'],
                    found.memberships.map((m) => [m.program, m.status, m.campaign, m.state, m.next]),
                  ),
                ]
              : []),
          ].join('\n'),
        );
      }),
    );
};
