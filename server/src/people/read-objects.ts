import type { ObjectRecordPage, PersonObjectRecord } from '@lockstep/contract/objects.ts';
import { LockstepError } from '../errors.ts';
import { addedTable } from '../mapping/added-objects.ts';
import { followable, renderBelongingTo } from '../mapping/render-links.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { raw, sql } from '../postgres/sql.ts';
import { type AddedObject, readAddedObjects, readColumns } from '../subscription/added-objects.ts';
import { told } from '../told.ts';
import { decode, fieldsOf, matching, type RecordsQuery, readPage, selectList } from './read-records.ts';

/** Records of the objects that somebody added (SYN-13): of one object, or of one person. */

/** Those of an object, a page at a time, found by the start of their name. */
export async function listObjectRecords(client: Client, name: string, query: RecordsQuery): Promise<ObjectRecordPage> {
  const object = await findObject(client, name);
  const fields = await fieldsOf(client, addedTable(object.name));
  const hasName = fields.some((f) => f.column === 'name');
  if (query.search && !hasName)
    throw new LockstepError('request/invalid', told`The records of ${object.name} have no name to search.`);
  const { rows, next } = await readPage(query, (limit) =>
    client.query(sql`
      select ${raw(selectList(fields))} from ${raw(identifier(addedTable(object.name)))} r
       where ${matching(query)} order by r.id limit ${limit}`),
  );
  return { records: rows.map((row) => decode(row, fields)), next };
}

/** Records shown of each object; a company may have many thousands. */
const mostOfEach = 100;

/** Those that belong to a person, by itself or by its account, the newest first. */
export async function listPersonObjects(client: Client, personId: number): Promise<PersonObjectRecord[]> {
  const objects = (await readAddedObjects(client)).filter(({ chosen }) => chosen);
  if (objects.length === 0) return [];
  const columns = await readColumns(client);
  const records: PersonObjectRecord[] = [];
  for (const { name, label, links } of objects) {
    const ways = followable(name, links, columns);
    if (ways.length === 0) continue;
    const fields = await fieldsOf(client, addedTable(name));
    const statement = renderBelongingTo(name, ways, columns, selectList(fields));
    const { rows } = await client.query(statement, [personId, mostOfEach]);
    records.push(...rows.map((row) => ({ object: name, label, via: row['#via'], ...decode(row, fields) })));
  }
  return records;
}

async function findObject(client: Client, name: string): Promise<AddedObject> {
  const found = (await readAddedObjects(client)).find((o) => o.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new LockstepError('request/not-found', told`No object ${name} was added to the sync.`);
  return found;
}
