import { setTimeout as wait } from 'node:timers/promises';
import type { FaultSwitch } from './fault-switch.ts';

/** Waits before the request is looked at, if this fault strikes. */
export async function delayRequest(faults: FaultSwitch, path: string): Promise<void> {
  if (faults.strikes('latency', path)) await wait(delayOf(faults, 'latency'));
}

export function delayOf(faults: FaultSwitch, kind: 'latency' | 'lateCommit'): number {
  const { minMs, maxMs } = faults.plan[kind];
  return Math.round(minMs + faults.draw(kind) * Math.max(0, maxMs - minMs));
}
