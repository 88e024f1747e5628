import { identifier as id, literal } from '../postgres/quoting.ts';
import type { LoadPlan } from './load-plan.ts';
import { activityType, stagingColumns } from './render-pull.ts';

/**
 * The statements of the first load's short way: a page goes by COPY straight into its table, without a staging table and a
 * merge, which write every row twice.
 */
export interface DirectLoad {
  /** The first line of a page, as it has to be: COPY only skips it, because the columns of the table have other names. */
  header: readonly string[];
  copyIn: string;
}

/** In the order of the select list. Bulk results write null as "" and quote everything, hence force_null. */
export function renderDirectCopy(plan: LoadPlan): DirectLoad {
  const columns = ['sfdc_id', 'sfdc_stamp', ...plan.columns.map((c) => c.column)].map((c) => id(c)).join(', ');
  return {
    header: stagingColumns(plan).map((c) => c.source),
    copyIn: `copy ${id(plan.target)} (${columns}) from stdin with (format csv, header, force_null (${columns}))`,
  };
}

/** Around the COPY of a page of people, in its transaction. */
export function renderDirectPeople(plan: LoadPlan): { possible: string; begin: string; log: string } {
  return {
    /** Leads that were converted here, or are being created here, need the merge: it knows whom they belong to. */
    possible: `
select not exists (select from converted_lead) and not exists (select from create_intent) as possible,
       (select coalesce(max(id), 0) from person) as last`,
    begin: `set local lockstep.loads = ${literal(plan.object)}`,
    /** $1 is the last person of before; others may have been made meanwhile, but not in this transaction. */
    log: `
insert into activity (person_id, type_id, source, new_value)
select id, ${activityType.newPerson}, 'salesforce', sfdc_type from person
 where id > $1 and sfdc_type = ${literal(plan.object)} and created_at = now()`,
  };
}
