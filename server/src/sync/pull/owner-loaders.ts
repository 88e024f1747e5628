import type { PageLoader } from './store-page.ts';

/** An owner table: column ↔ Salesforce field, all text but the flag. Small, so one plain upsert of what differs. */
interface OwnerTable {
  table: 'sfdc_user' | 'sfdc_queue';
  columns: readonly [column: string, source: string, type: 'text' | 'boolean'][];
}

/** SYN-12, FLD-4: who can own people, and what the Sales Owner fields show. */
const userTable: OwnerTable = {
  table: 'sfdc_user',
  columns: [
    ['first_name', 'FirstName', 'text'],
    ['last_name', 'LastName', 'text'],
    ['title', 'Title', 'text'],
    ['phone', 'Phone', 'text'],
    ['email', 'Email', 'text'],
    ['username', 'Username', 'text'],
    ['active', 'IsActive', 'boolean'],
  ],
};

const queueTable: OwnerTable = {
  table: 'sfdc_queue',
  columns: [
    ['name', 'Name', 'text'],
    ['developer_name', 'DeveloperName', 'text'],
  ],
};

export const userLoader = ownerLoader(userTable);
export const queueLoader = ownerLoader(queueTable);

function ownerLoader({ table, columns }: OwnerTable): PageLoader {
  const sources = columns.map(([, source]) => source);
  const fields = ['Id', 'SystemModstamp', ...sources];
  const quote = (names: readonly string[]) => names.map((f) => `"${f}"`).join(', ');
  const set = columns.map(([column]) => `${column} = excluded.${column}`).join(', ');
  const old = columns.map(([column]) => `t.${column}`).join(', ');
  const fresh = columns.map(([column]) => `excluded.${column}`).join(', ');
  const merge = `
with merged as (
  insert into ${table} as t (sfdc_id, ${columns.map(([column]) => column).join(', ')})
  select ${quote(['Id', ...sources])} from pull_staging
  on conflict (sfdc_id) do update set ${set} where (${old}) is distinct from (${fresh})
  returning t.xmax = 0 as inserted
)
select count(*) filter (where inserted)::int as new, count(*) filter (where not inserted)::int as updated from merged`;
  return {
    fields,
    createStaging: `
create temp table pull_staging ("Id" text collate "C", "SystemModstamp" timestamptz, ${columns.map(([, source, type]) => `"${source}" ${type}`).join(', ')})
on commit drop`,
    copyIn: `copy pull_staging (${quote(fields)}) from stdin with (format csv, header match, force_null (${quote(fields)}))`,
    async merge(client, rows) {
      const counts = (await client.query(merge)).rows[0];
      return { new: counts.new, updated: counts.updated, skipped: rows - counts.new - counts.updated };
    },
  };
}
