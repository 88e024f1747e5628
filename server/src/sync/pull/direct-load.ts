import { StringDecoder } from 'node:string_decoder';
import { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { renderDirectCopy, renderDirectPeople } from '../../mapping/render-direct.ts';
import { lateActivities } from '../../mapping/render-records.ts';
import { copyIn } from '../../postgres/copy.ts';
import type { Client } from '../../postgres/pool.ts';
import { told } from '../../told.ts';
import { waitForCreates } from '../create/create-intent.ts';
import { pageOptOuts } from './opt-outs.ts';

/**
 * The short way of a first load: rows that can't be here yet are copied straight into their table. Whatever does not suit it
 * (a record that is here already, a value that does not fit) fails the COPY, and the page takes the ordinary way.
 */
export interface DirectLoader {
  /** Null when what is stored here may concern these rows, so that they have to be merged. */
  begin(client: Client): Promise<DirectPage | null>;
}

export interface DirectPage {
  /** Returns the number of rows. */
  copy(source: AsyncIterable<Uint8Array | string>): Promise<number>;
  /** What goes with the rows, in the same transaction. */
  finish(): Promise<void>;
}

export function directPeople(plan: LoadPlan): DirectLoader {
  const { header, copyIn: statement } = renderDirectCopy(plan);
  const { possible, begin, log } = renderDirectPeople(plan);
  const { direct: optOuts } = pageOptOuts(plan);
  return {
    async begin(client) {
      await waitForCreates(client, plan.object);
      const { rows } = await client.query(possible);
      const early = await client.query(lateActivities.anyRecords);
      if (!rows[0].possible || early.rows[0].found) return null;
      await client.query(begin);
      return {
        copy: (source) => copyIn(client, statement, withoutSurprise(source, header)),
        finish: async () => {
          for (const statement of [log, ...optOuts]) await client.query(statement, [rows[0].last]);
        },
      };
    },
  };
}

export function directCompanies(plan: LoadPlan): DirectLoader {
  const { header, copyIn: statement } = renderDirectCopy(plan);
  return {
    begin: async (client) => ({
      copy: (source) => copyIn(client, statement, withoutSurprise(source, header)),
      finish: async () => {},
    }),
  };
}

/** Passes a CSV on if its first line names these columns in this order; Salesforce quotes the names. */
async function* withoutSurprise(
  source: AsyncIterable<Uint8Array | string>,
  columns: readonly string[],
): AsyncGenerator<Uint8Array | string> {
  const decoder = new StringDecoder('utf8');
  let line: string | null = '';
  for await (const chunk of source) {
    if (line !== null) {
      line += decoder.write(Buffer.from(chunk as Uint8Array));
      const end: number = line.indexOf('\n');
      if (end >= 0) {
        refuseOtherColumns(line.slice(0, end), columns);
        line = null;
      }
    }
    yield chunk;
  }
}

function refuseOtherColumns(line: string, columns: readonly string[]): void {
  const named = line.trim().replaceAll('"', '').split(',');
  if (named.join() !== columns.join()) {
    throw new LockstepError('sf/incomplete-answer', told`Salesforce sent the columns ${line.slice(0, 200)}.`);
  }
}
