import { availableParallelism, loadavg } from 'node:os';
import pg from 'pg';
import { type Arena, openArena } from './arena.ts';
import { measureChanges } from './contestants/changes.ts';
import { runFloor } from './contestants/floor.ts';
import { type Cycle, type Lockstep, startLockstep } from './contestants/lockstep.ts';
import { fetchLeads, idsOf, measureOrgRate } from './contestants/org-rate.ts';
import { runPlainScript } from './contestants/plain-script.ts';
import { measurePush, runPlainPush } from './contestants/push.ts';
import { type Column, leadColumns } from './lead-columns.ts';
import { type Result, resultOf } from './result.ts';
import { seconds } from './stopwatch.ts';

export interface BenchOptions {
  leads: number;
  profile?: string;
  say(line: string): void;
}

/** Beyond this the plain script is only sampled: its rate does not change, and waiting for it helps nobody. */
const mostByScript = 50_000;
const mostPushed = 10_000;
/** A short measurement is taken this often, and the median counts. */
const rounds = 3;

/** Everything in one run, one contestant after another. `stopped` rejects when somebody wants to stop; then all is cleaned up. */
export async function runBench(options: BenchOptions, stopped: Promise<never>): Promise<Result> {
  const loadBefore = loadavg()[0] ?? 0;
  options.say(`Starting PostgreSQL and a practice org with ${options.leads} leads …`);
  await using arena = await openedUnless(stopped, openArena(options));
  await using lockstep = await startLockstep(arena, options);
  return await Promise.race([measure(arena, lockstep, options, loadBefore), stopped]);
}

/** What opens, unless somebody wants to stop meanwhile: then it is closed as soon as it is open. */
async function openedUnless<T extends AsyncDisposable>(stopped: Promise<never>, opening: Promise<T>): Promise<T> {
  try {
    return await Promise.race([opening, stopped]);
  } catch (error) {
    const late = await opening.catch(() => undefined);
    await late?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function measure(arena: Arena, lockstep: Lockstep, options: BenchOptions, loadBefore: number): Promise<Result> {
  const { org } = arena;
  const { leads, say } = options;
  const columns = leadColumns(await lockstep.setUp());

  say('The practice org alone …');
  // Also the warm-up: the first query of a process is slower than any later one.
  const files = await fetchLeads(org, columns, arena.folder);
  const ids = await idsOf(files);
  const orgRate = await measureOrgRate(org, columns, true);
  const orgRatePlain = await measureOrgRate(org, columns, false);
  if (ids.length !== orgRate.rows) throw new Error(`${orgRate.rows} leads, but ${ids.length} ids in their CSV.`);

  say('The floor: COPY …');
  const floorS = await median(() => inDatabase(arena, 'floor', (url) => runFloor(url, columns, files)));
  say('The plain script …');
  const script = await scriptIn(arena, columns, Math.min(leads, mostByScript));
  say('Lockstep: first sync …');
  const firstSync = await lockstep.firstSync();
  tell(say, firstSync);
  const afterFirstSync = lockstep.program.peakMb();

  say('Cycles: nothing changed, 1 %, 10 % …');
  const idle = [];
  for (let round = 0; round < rounds; round++) idle.push(await lockstep.cycle());
  const p1 = await measureChanges(arena, lockstep, every(ids, 100, 0));
  tell(say, p1.cycle);
  const p10 = await measureChanges(arena, lockstep, every(ids, 10, 5));
  tell(say, p10.cycle);
  const afterChanges = lockstep.program.peakMb();
  say('Push …');
  const push = await measurePush(lockstep, Math.min(mostPushed, Math.floor(leads / 2)));
  tell(say, push.cycle);
  const afterPush = lockstep.program.peakMb();
  say('Verify …');
  let verification = { equal: false, compared: 0, differences: 0 };
  const verifyS = await seconds(async () => {
    verification = await lockstep.verify();
  });
  const afterVerify = lockstep.program.peakMb();
  say('The plain push …');
  const plainPushS = await runPlainPush(org, ids.slice(0, push.people));

  return resultOf({
    leads,
    columns: columns.length,
    machine: {
      cores: availableParallelism(),
      postgres: arena.postgresVersion,
      node: process.versions.node,
      loadBefore,
      date: new Date().toISOString().slice(0, 10),
    },
    orgRate,
    orgRatePlain,
    floor: { s: floorS, rows: ids.length },
    script,
    firstSync,
    idle,
    p1,
    p10,
    push,
    plainPushS,
    verify: { s: verifyS, ...verification },
    peakMb: {
      firstSync: afterFirstSync,
      changes: afterChanges,
      push: afterPush,
      verify: afterVerify,
      practiceOrg: arena.orgProgram.peakMb(),
    },
  });
}

function scriptIn(arena: Arena, columns: readonly Column[], limit: number): Promise<{ s: number; rows: number }> {
  return inDatabase(arena, 'script', (url) => runPlainScript(arena.org.syncUser, url, columns, limit));
}

/** The steps of a cycle that took long enough to matter. */
function tell(say: BenchOptions['say'], { steps }: Cycle): void {
  for (const step of steps.toReversed().filter((each) => each.s >= 0.05)) {
    say(`  ${step.object}, ${step.operation}: ${step.s.toFixed(2)} s ${JSON.stringify(step.counts)}`);
  }
}

/** A database for one contestant, gone afterwards, so that no vacuum of it disturbs the next. */
async function inDatabase<T>(arena: Arena, name: string, work: (url: string) => Promise<T>): Promise<T> {
  const result = await work(await arena.databaseUrl(name));
  const client = new pg.Client({ connectionString: await arena.databaseUrl('postgres') });
  await client.connect();
  await client.query(`drop database ${name} with (force)`);
  await client.end();
  return result;
}

async function median(measureOnce: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measureOnce());
  return values.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] as number;
}

const every = (ids: readonly string[], step: number, offset: number) => ids.filter((_, i) => i % step === offset);
