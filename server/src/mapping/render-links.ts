import { identifier as id, literal } from '../postgres/quoting.ts';
import { describeLink, type ObjectLink } from './object-links.ts';
import { andOfObject } from './render-records.ts';
import { columnOf, tableOf } from './resolve-plan.ts';

/** `Object.Field` → column, for the objects whose columns are in the catalogue. */
export type Columns = ReadonlyMap<string, string>;

/** The ways whose fields have columns: one that was unticked before the start has none. */
export function followable(object: string, links: readonly ObjectLink[], columns: Columns): ObjectLink[] {
  return links.filter(({ field, through }) => {
    const middle = through
      ? [columnOf(through.object, through.by, columns), columnOf(through.object, through.field, columns)]
      : [];
    return [columnOf(object, field, columns), ...middle].every((column) => column !== undefined);
  });
}

/**
 * The records `r` of an added object that belong to person $1, the newest $2, each with the ways on which it does (SYN-13): by the
 * person itself, by a lead that it was before (SYN-9), or by its account. At least one way, and only followable ones. Each way is a
 * look-up by index; as conditions joined by OR, PostgreSQL would read the whole table.
 */
export function renderBelongingTo(
  object: string,
  links: readonly ObjectLink[],
  columns: Columns,
  selectList: string,
): string {
  const table = id(tableOf(object));
  return `
with own as (
  select sfdc_id from person where id = $1 and sfdc_id is not null
  union all
  select k.lead_id from person p join converted_lead k on k.contact_id = p.sfdc_id where p.id = $1
), account as (
  select sfdc_account_id as sfdc_id from person where id = $1 and sfdc_account_id is not null
), way as (
  ${links.map((link) => way(object, link, columns)).join('\n  union all\n  ')}
), found as (
  select id, array_agg(distinct name) as ways from way group by id order by id desc limit $2
)
select ${selectList}, found.ways as "#via"
  from found
  join ${table} r on r.id = found.id
 order by r.id desc`;
}

function way(object: string, link: ObjectLink, columns: Columns): string {
  const { field, through, to } = link;
  const column = (alias: string, of: string, name: string) => `${alias}.${id(columnOf(of, name, columns) ?? '')}`;
  const people = to === 'Account' ? 'account' : 'own';
  const start = `select r.id, ${literal(describeLink(link))} as name from ${people} w`;
  const living = 'r.sfdc_is_deleted is not true';
  const table = id(tableOf(object));
  const lookup = column('r', object, field);
  if (!through) return `${start} join ${table} r on ${lookup} = w.sfdc_id and ${living}`;
  const middle = { object: through.object, target: tableOf(through.object) };
  return `${start}
    join ${id(middle.target)} m on ${column('m', through.object, through.field)} = w.sfdc_id and m.sfdc_is_deleted is not true ${andOfObject(middle, 'm')}
    join ${table} r on ${lookup} = ${column('m', through.object, through.by)} and ${living}`;
}
