import { identifier as id } from '../postgres/quoting.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';
import { noteCampaignMembers } from './render-member-notes.ts';
import { valueAfter } from './render-pull.ts';

/**
 * Writes the columns of a plan, and nothing else, where they differ: for fields that came later (FLD-6) or whose values move by
 * themselves (FLD-7), of tables that Salesforce alone writes. People are merged three ways instead (page-loaders.ts).
 */
export function renderFill(plan: LoadPlan): string {
  const value = (c: PlanColumn) => valueAfter(c, `p.${id(c.column)}`, `s.${id(c.source)}`);
  return `
with filled as (
  update ${id(plan.target)} p
     set ${each(plan.columns, (c) => `${id(c.column)} = ${value(c)}`)}
    from pull_staging s
   where p.sfdc_id = s."Id"
     and (${each(plan.columns, (c) => `p.${id(c.column)}`)}) is distinct from (${each(plan.columns, value)})
  returning p.*
)${
    plan.target === 'campaign_member'
      ? `, noted as (${noteCampaignMembers('filled')}
)`
      : ''
  }
select count(*)::int as rows from filled`;
}

const each = (columns: readonly PlanColumn[], render: (c: PlanColumn) => string) => columns.map(render).join(', ');
