import type { Told } from '@lockstep/contract/common.ts';
import { findLinks, middlesOf } from '../mapping/object-links.ts';
import type { Client } from '../postgres/pool.ts';
import type { ObjectDescribe } from '../salesforce/salesforce.ts';
import { type AddedObject, updateObject } from '../subscription/added-objects.ts';
import { told } from '../told.ts';

/**
 * Look-ups come and go: the ways on which the records of added objects lead to people are those of this cycle (SYN-13). An object that
 * can't be seen now, or whose middle can't, keeps the ways it had, as it keeps its data. Returns what an administrator should know.
 */
export async function followLinks(
  client: Client,
  objects: readonly AddedObject[],
  describes: ReadonlyMap<string, ObjectDescribe>,
): Promise<Told[]> {
  const notices: Told[] = [];
  for (const object of objects) {
    const describe = describes.get(object.name);
    if (!describe || middlesOf(object.links).some((middle) => !describes.has(middle))) continue;
    const links = findLinks(describe, describes);
    if (object.chosen && links.length === 0)
      notices.push(told`${object.name} has no lookup to people or companies any more: its records belong to nobody.`);
    await updateObject(client, { ...object, label: describe.label, links });
  }
  return notices;
}
