import fc from 'fast-check';
import { test } from 'vitest';
import { converge } from './convergence.ts';
import { happen, histories } from './happenings.ts';
import { openWorld } from './open-world.ts';

/**
 * REL-1, REL-2: any history of both sides (happenings.ts), with cycles in between, with the org misbehaving and our process
 * killed, converges once it ends: both sides equal, nothing pending, nobody twice, no edit lost.
 * `npm run converge -- --runs N --seed S` runs more histories than the fixed ones here; a failure says which to run again.
 */

/** Histories of one org and one database, one after the other. Another world follows, so that a failure ends only its own. */
const runsOfWorld = 10;
const runs = Number(process.env.CONVERGE_RUNS ?? 5);
const firstSeed = Number(process.env.CONVERGE_SEED ?? 20_260_101);
const worlds = Array.from({ length: Math.ceil(runs / runsOfWorld) }, (_, at) => ({
  seed: firstSeed + at,
  numRuns: Math.min(runsOfWorld, runs - at * runsOfWorld),
}));

test.each(worlds)(
  'any history converges (seed $seed)',
  async ({ seed, numRuns }) => {
    await using world = await openWorld();
    for (const [at, history] of fc.sample(histories, { seed, numRuns }).entries()) {
      try {
        for (const happening of history) await happen(world, happening);
        await converge(world);
      } catch (error) {
        const again = `npm run converge -- --seed ${seed} --runs ${at + 1}`;
        throw new Error(`${error}\nHistory ${at + 1} of seed ${seed} (${again}):\n${describe(history)}`, {
          cause: error,
        });
      }
    }
  },
  60_000 + Math.min(runs, runsOfWorld) * 60_000,
);

const describe = (history: readonly object[]) => history.map((happening) => JSON.stringify(happening)).join('\n');
