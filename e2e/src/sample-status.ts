import type { StatusView, StepStatus, StepView } from '@lockstep/contract/status.ts';

/** States of the sync as the status page shows them. */
export const notStarted: StatusView = {
  state: 'not-started',
  lastSyncedAt: null,
  current: null,
  failure: null,
  nextCycleAt: null,
  totals: { people: { Lead: 0, Contact: 0, other: 0 }, companies: 0 },
  api: null,
  proof: null,
  changeEvents: { state: 'off', reason: null, since: null, received: 0, own: 0, lastEventAt: null },
  steps: [],
};

export function lastSynced(): StatusView {
  return {
    ...notStarted,
    state: 'last-synced',
    lastSyncedAt: ago(42),
    nextCycleAt: ago(-258),
    totals: { people: { Lead: 200_022, Contact: 20, other: 7 }, companies: 13 },
    api: { used: 412, max: 15_000, callsLastCycle: 9 },
    steps: [
      step(9, 'Contact', 'Push updates', 'Succeeded', 44, [0, 3, 0, 0, 0]),
      step(
        8,
        'Lead',
        'Push updates',
        'Failed',
        47,
        [0, 12, 0, 1, 0],
        'Required fields are missing: [Company] (1 record)',
      ),
      step(7, 'Contact', 'Pull updates', 'Succeeded', 50, [0, 2, 0, 0, 1]),
      step(6, 'Lead', 'Pull updates', 'Succeeded', 55, [1, 40, 0, 0, 1210]),
      step(5, 'Lead', 'Pull deletes', 'Succeeded', 57, [0, 0, 1, 0, 0]),
      step(
        4,
        'Account',
        'Pull updates',
        'Incomplete',
        60,
        [0, 0, 0, 0, 13],
        'Stopped by a restart; resumed by the next step.',
      ),
    ],
  };
}

export function inProgress(): StatusView {
  return {
    ...lastSynced(),
    state: 'in-progress',
    lastSyncedAt: null,
    nextCycleAt: null,
    current: {
      object: 'Lead',
      operation: 'Pull updates',
      done: 122_400,
      total: 200_022,
      ratePerSecond: 21_300,
      etaSeconds: 3.6,
    },
    steps: [
      { ...step(2, 'Lead', 'Pull updates', 'In Process', 6, [122_400, 0, 0, 0, 0]), endedAt: null, progress: 0.61 },
      step(1, 'Account', 'Pull updates', 'Succeeded', 9, [13, 0, 0, 0, 0]),
    ],
  };
}

export function failed(): StatusView {
  return {
    ...lastSynced(),
    state: 'failed',
    nextCycleAt: null,
    failure: {
      code: 'sf/invalid-login',
      message: 'Salesforce refused the username, the password or the security token.',
      action: 'Check all three. Resetting the password also resets the security token: Salesforce mails a new one.',
      detail: 'sync.user@example.com at login.salesforce.com',
    },
  };
}

function step(
  id: number,
  object: string,
  operation: string,
  status: StepStatus,
  startedSecondsAgo: number,
  [created, updated, deleted, failed, skipped]: [number, number, number, number, number],
  message: string | null = null,
): StepView {
  const counts = { new: created, updated, deleted, failed, skipped };
  const endedAt = ago(startedSecondsAgo - 2.4);
  return {
    id,
    object,
    operation,
    status,
    startedAt: ago(startedSecondsAgo),
    endedAt,
    counts,
    progress: 1,
    message,
    told: null,
  };
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}
