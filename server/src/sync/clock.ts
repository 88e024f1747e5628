import { must } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';

/**
 * A moment of Salesforce's clock that is not later than anything done from now on; to the second, like the stamps of its
 * records, since a record saved at .7 is stamped .0. Cursors know no other clock: ours may be wrong by hours.
 */
export async function clockNow(salesforce: Salesforce): Promise<string> {
  // A connection that has not heard from Salesforce yet asks for something small.
  if (!salesforce.clock) await salesforce.counts([{ soql: 'SELECT COUNT() FROM Organization' }]);
  const { clock } = salesforce;
  return must(clock, "Salesforce's clock")
    .toISOString()
    .replace(/\.\d+Z$/, '.000Z');
}

/** How far PostgreSQL's clock is from Salesforce's, for where a time of an edit here meets a stamp of theirs (SYN-5, newest). */
export async function noteClockOffset(client: Client, salesforce: Salesforce): Promise<void> {
  const now = await clockNow(salesforce);
  await client.query(sql`
    update sync_state set clock_offset = date_trunc('second', ${now}::timestamptz - clock_timestamp())
     where abs(extract(epoch from (${now}::timestamptz - clock_timestamp() - clock_offset))) > 2`);
}
