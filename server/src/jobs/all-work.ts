import type { Context } from '../context.ts';
import { backlogWork } from './backlog.ts';
import { earlyCycle, earlyCycleTask, listenInBackground } from './change-events.ts';
import { housekeeping } from './housekeeping.ts';
import { mailWork } from './mail.ts';
import { resumeCycles, syncCycle, syncCycleTask } from './sync-cycle.ts';
import { scheduledVerify } from './verify.ts';
import type { AllWork, Work } from './worker.ts';

/** Everything that workers do. */
export async function allWork(context: Context): Promise<AllWork> {
  const { engine, queue, metrics } = context;
  await resumeCycles(engine, queue);
  const parts: Work[] = [
    housekeeping(context),
    backlogWork(engine),
    { tasks: { [syncCycleTask]: syncCycle(engine, queue), [earlyCycleTask]: earlyCycle(engine, queue) } },
    scheduledVerify(engine),
    await mailWork(context),
  ];
  return {
    tasks: Object.assign({}, ...parts.map(({ tasks }) => tasks)),
    schedule: parts.flatMap(({ schedule }) => schedule ?? []),
    background: (stop) => listenInBackground(engine, queue, metrics, stop),
  };
}
