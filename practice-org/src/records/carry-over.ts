import type { ObjectMeta } from '../metadata/metadata.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { type CallerContext, changeStamps, hasColumn } from './caller-context.ts';

/** Records of which a parent has only one for each of these: the second one goes when two parents become one. */
const onePerParent: Record<string, string> = {
  CampaignMember: 'CampaignId',
  OpportunityContactRole: 'OpportunityId',
};

/** Sets columns of live records and stamps them as changed; returns their ids. Assignments and condition are SQL. */
export async function changeWhere(
  context: CallerContext,
  meta: ObjectMeta,
  assignments: string[],
  condition: string,
  parameters: unknown[],
): Promise<string[]> {
  const stamps = Object.entries(changeStamps(context, meta));
  const live = hasColumn(meta, 'IsDeleted') ? 'and not "IsDeleted"' : '';
  const stamped = stamps.map(([name], i) => `${quoteName(name)} = $${parameters.length + i + 1}`);
  const { rows } = await context.database.query(
    `update ${tableName(meta.name)} set ${[...assignments, ...stamped].join(', ')} where ${condition} ${live} returning "Id" as id`,
    [...parameters, ...stamps.map(([, value]) => value)],
  );
  return rows.map(({ id }) => id as string);
}

/** Everything that points at a loser points at the winner afterwards; returns the ids of what was changed. */
export async function carryOver(
  context: CallerContext,
  object: string,
  losers: string[],
  winner: string,
): Promise<string[]> {
  const moved = new Set<string>();
  for (const meta of context.view.metadata.objects.values()) {
    for (const { name, describe, columnType } of meta.fields) {
      if (!columnType || name === 'MasterRecordId' || !describe.referenceTo.includes(object)) continue;
      await dropSecond(context, meta, name, losers, winner);
      const column = quoteName(name);
      for (const id of await changeWhere(context, meta, [`${column} = $2`], `${column} = any($1)`, [losers, winner]))
        moved.add(id);
      // A winner that pointed at its loser must not point at itself.
      if (meta.name === object)
        await context.database.query(
          `update ${tableName(object)} set ${column} = null where "Id" = $1 and ${column} = $1`,
          [winner],
        );
    }
  }
  moved.delete(winner);
  return [...moved];
}

/** Deletes those children of the losers whose like the winner, or an earlier loser, has already. */
async function dropSecond(
  context: CallerContext,
  meta: ObjectMeta,
  parent: string,
  losers: string[],
  winner: string,
): Promise<void> {
  const key = onePerParent[meta.name];
  if (!key) return;
  const table = tableName(meta.name);
  const column = quoteName(parent);
  await changeWhere(
    context,
    meta,
    ['"IsDeleted" = true', 'deleted_with = "Id"'],
    `"Id" in (select "Id" from (
       select "Id", ${column} as parent, row_number() over (partition by ${quoteName(key)} order by ${column} <> $2, "Id") as place
         from ${table} where (${column} = any($1) or ${column} = $2) and not "IsDeleted") ranked
      where place > 1 and parent = any($1))`,
    [losers, winner],
  );
}
