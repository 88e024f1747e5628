import { identifier as id } from '../postgres/quoting.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';

/**
 * Writes the columns of a plan, and nothing else, where they differ: for fields that came later (FLD-6). No activity, for
 * nothing happened to anybody; and where somebody has edited the new field here already, the edit stays and will be pushed.
 */
export function renderFill(plan: LoadPlan): string {
  const fields = plan.columns.flatMap((c) => (c.field ? [c.field.id] : []));
  const unedited =
    plan.target === 'person'
      ? `
     and not exists (select from pending_change c where c.person_id = p.id and c.field_id in (${fields.join(', ')}))`
      : '';
  return `
with filled as (
  update ${id(plan.target)} p
     set ${each(plan.columns, (c) => `${id(c.column)} = s.${id(c.source)}`)}
    from pull_staging s
   where p.sfdc_id = s."Id"
     and (${each(plan.columns, (c) => `p.${id(c.column)}`)}) is distinct from (${each(plan.columns, (c) => `s.${id(c.source)}`)})${unedited}
  returning 1
)
select count(*)::int as rows from filled`;
}

const each = (columns: readonly PlanColumn[], render: (c: PlanColumn) => string) => columns.map(render).join(', ');
