import type { Client } from '../postgres/pool.ts';

/**
 * What the pages and the comparison of e-mail addresses search and count by. Made when the first sync has brought the people: an index is
 * built from what is there in a fraction of the time that it takes to keep it up to date row by row (bench/README.md). What the planner
 * has to know of the people is gathered once, too, and not after leads and again after contacts.
 */
export async function createSearchIndexes(client: Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('person_type') is null as missing`);
  if (!rows[0].missing) return;
  await client.query(`
    create index if not exists person_email on person (lower(email));
    create index if not exists person_email_start on person (lower(email) text_pattern_ops);
    create index if not exists person_last_name_start on person (lower(last_name) text_pattern_ops);
    create index if not exists person_first_name_start on person (lower(first_name) text_pattern_ops);
    create index if not exists company_name on company (lower(name));
    create index if not exists opportunity_name on opportunity (lower(name));
    create index if not exists person_type on person (sfdc_type);
    analyze person (id, sfdc_id, sfdc_type, sfdc_account_id, sfdc_owner_id, email, last_name)`);
}
