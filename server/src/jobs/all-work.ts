import type { Context } from '../context.ts';
import { housekeeping } from './housekeeping.ts';
import type { Work } from './worker.ts';

/** Everything that workers do. */
export async function allWork(context: Context): Promise<Work> {
  const parts: Work[] = [housekeeping(context)];
  return {
    tasks: Object.assign({}, ...parts.map(({ tasks }) => tasks)),
    schedule: parts.flatMap(({ schedule }) => schedule ?? []),
  };
}
