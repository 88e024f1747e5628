import type { ObjectMeta } from '../metadata/metadata.ts';
import { ProfileView } from '../metadata/profile-view.ts';
import type { Values } from './org-rules.ts';
import type { InputRecord, SaveOptions } from './prepare.ts';
import { Refusal } from './refusal.ts';
import type { SaveContext, SaveResult } from './save-context.ts';

/** A save that touches several objects: one transaction, one caller. */
export type CallerContext = Omit<SaveContext, 'object'>;

/** The same save as the org itself would make it: no profile hides a field from it. */
export function asSystem(context: CallerContext): CallerContext {
  const options: SaveOptions = {
    ...context.options,
    source: 'json',
    truncate: true,
    allowDuplicates: true,
    assignment: undefined,
  };
  return { ...context, view: new ProfileView(context.view.metadata, undefined), options };
}

export function onObject(context: CallerContext, name: string): SaveContext {
  const object = context.view.object(name);
  if (!object) throw new Error(`This org has no object ${name}`);
  return { ...context, object };
}

/** The id of the one record saved; throws what the org's rules say against it. */
export async function saveOne(
  context: SaveContext,
  save: (context: SaveContext, inputs: InputRecord[]) => Promise<SaveResult[]>,
  input: InputRecord,
): Promise<string> {
  const [result] = await save(context, [input]);
  if (!result?.success || !result.id) throw new Refusal(...(result?.errors ?? []));
  return result.id;
}

export function hasColumn(meta: ObjectMeta, name: string): boolean {
  return meta.fields.some((field) => field.name === name && field.columnType !== undefined);
}

/** The stamps of a change, as far as the object keeps them. */
export function changeStamps({ org, caller }: CallerContext, meta: ObjectMeta): Values {
  const now = org.clock.now();
  const stamps: Values = { LastModifiedDate: now, LastModifiedById: caller.userId, SystemModstamp: now };
  return Object.fromEntries(Object.entries(stamps).filter(([name]) => hasColumn(meta, name)));
}
