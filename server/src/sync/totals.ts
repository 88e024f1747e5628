import type { StatusView } from '@lockstep/contract/status.ts';
import type { Client, Pool } from '../postgres/pool.ts';

type Totals = StatusView['totals'];

/**
 * People and companies, counted. Counting a million people takes a quarter of a second, and every open status page asks
 * once a second: so a count is kept for fifty times as long as it took, which bounds the work at two percent of a core.
 * The end of a cycle is waited for by people and programs, who then look at the totals: it makes a new count.
 */
const kept = new WeakMap<Pool, Map<string, Count>>();
const keptTimes = 50;

interface Count {
  /** A page and its live events ask at the same time: whoever comes while it is counted waits for the same count. */
  totals: Promise<Totals>;
  lastCycle: number | null;
  until: number;
}

export async function readTotals(
  pool: Pool,
  client: Client,
  schema: string,
  lastCycle: number | null,
): Promise<Totals> {
  const ofPool = kept.get(pool) ?? new Map<string, Count>();
  kept.set(pool, ofPool);
  const known = ofPool.get(schema);
  const begin = performance.now();
  if (known && known.lastCycle === lastCycle && begin < known.until) return known.totals;
  const count: Count = { totals: countAll(client), lastCycle, until: Number.POSITIVE_INFINITY };
  ofPool.set(schema, count);
  try {
    const totals = await count.totals;
    count.until = begin + (performance.now() - begin) * (keptTimes + 1);
    return totals;
  } catch (error) {
    ofPool.delete(schema); // Whoever asks next counts anew.
    throw error;
  }
}

async function countAll(client: Client): Promise<Totals> {
  const people = { Lead: 0, Contact: 0, other: 0 };
  // Grouped by the column itself, an index answers: 300,000 people in 50 ms instead of 650.
  const { rows } = await client.query<{ type: 'Lead' | 'Contact' | null; records: number }>(`
    select sfdc_type as type, count(*)::int as records from person group by sfdc_type`);
  for (const { type, records } of rows) people[type ?? 'other'] = records;
  const companies = await client.query<{ records: number }>('select count(*)::int as records from company');
  return { people, companies: companies.rows[0]?.records ?? 0 };
}
