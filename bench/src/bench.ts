import { availableParallelism, loadavg } from 'node:os';
import pg from 'pg';
import { type Arena, openArena } from './arena.ts';
import { runFloor } from './contestants/floor.ts';
import { idleLatency, massLatency } from './contestants/latency.ts';
import { type Lockstep, startLockstep } from './contestants/lockstep.ts';
import { fetchLeads, idsOf, measureOrgRate, type OrgRate } from './contestants/org-rate.ts';
import { measureOrgSpeed } from './contestants/org-speed.ts';
import { runPlainScript } from './contestants/plain-script.ts';
import { runPlainPush } from './contestants/push.ts';
import { measureSearch } from './contestants/search.ts';
import { massChange, measureCycles, tellSteps } from './cycles.ts';
import { type Column, leadColumns } from './lead-columns.ts';
import { type Machine, type Measurements, type Result, resultOf } from './result.ts';
import { medianRound } from './rounds.ts';
import { seconds } from './stopwatch.ts';

export interface BenchOptions {
  leads: number;
  profile?: string;
  say(line: string): void;
}

/** Beyond this the plain script is only sampled: its rate does not change, and waiting for it helps nobody. */
const mostByScript = 50_000;

/** Everything in one run, one contestant after another. `stopped` rejects when somebody wants to stop; then all is cleaned up. */
export async function runBench(options: BenchOptions, stopped: Promise<never>): Promise<Result> {
  const loadBefore = loadavg()[0] ?? 0;
  options.say(`Starting PostgreSQL and a practice org with ${options.leads} leads …`);
  await using arena = await openedUnless(stopped, openArena(options));
  await using lockstep = await startLockstep(arena, options);
  return await Promise.race([measure(arena, lockstep, options, loadBefore), stopped]);
}

/** What opens, unless somebody wants to stop meanwhile: then it is closed as soon as it is open. */
export async function openedUnless<T extends AsyncDisposable>(
  stopped: Promise<never>,
  opening: Promise<T>,
): Promise<T> {
  try {
    return await Promise.race([opening, stopped]);
  } catch (error) {
    const late = await opening.catch(() => undefined);
    await late?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function measure(arena: Arena, lockstep: Lockstep, options: BenchOptions, loadBefore: number): Promise<Result> {
  const { leads, say } = options;
  const { org } = arena;
  const columns = leadColumns(await lockstep.setUp());

  say('The practice org alone …');
  // Also the warm-up: the first query of a process is slower than any later one.
  const files = await fetchLeads(org, columns, arena.folder);
  const ids = await idsOf(files);
  const orgRate = await rateOf(arena, columns, true);
  const orgRatePlain = await rateOf(arena, columns, false);
  if (ids.length !== orgRate.rows) throw new Error(`${orgRate.rows} leads, but ${ids.length} ids in their CSV.`);
  say('The floor: COPY …');
  const floor = { s: await floorS(arena, columns, files), rows: ids.length };
  say('The plain script …');
  const script = await scriptIn(arena, columns, Math.min(leads, mostByScript));

  say('Lockstep: first sync …');
  const firstSync = await lockstep.firstSync();
  tellSteps(say, firstSync);
  const firstSyncMb = lockstep.program.peakMb();
  say('Latency, idle …');
  const latencyIdle = await idleLatency(arena, lockstep);
  const cycles = await measureCycles(arena, lockstep, ids, say);
  say('Verify …');
  const verify = await measureVerify(lockstep);
  const verifyMb = lockstep.program.peakMb();
  say('The plain push …');
  const plainPushS = await runPlainPush(org, ids.slice(0, cycles.push.people));
  const plainManyS = cycles.pushMany && (await runPlainPush(org, ids.slice(0, cycles.pushMany.people)));
  say('Searches …');
  const search = await measureSearch(lockstep);
  say('Latency, during a mass change …');
  const massIds = ids.slice(0, Math.min(massChange, Math.floor(leads / 2)));
  const duringMass = await massLatency(arena, lockstep, massIds);
  const latencyMb = lockstep.program.peakMb();
  say('The practice org alone: pages, ingest, collections …');
  const orgSpeed = await measureOrgSpeed(arena, columns, Math.floor(leads / 2));

  const { changesMb, pushMb, ...measuredCycles } = cycles;
  const practiceOrg = arena.orgProgram.peakMb();
  return resultOf({
    leads,
    columns: columns.length,
    machine: machineOf(arena, loadBefore),
    ...{ orgRate, orgRatePlain, orgSpeed, floor, script, firstSync },
    ...measuredCycles,
    ...{ plainPushS, plainManyS, verify, search },
    latency: { idle: latencyIdle, massOf: massIds.length, duringMass },
    peakMb: {
      firstSync: firstSyncMb,
      changes: changesMb,
      push: pushMb,
      verify: verifyMb,
      latency: latencyMb,
      practiceOrg,
    },
  });
}

export function machineOf({ postgresVersion }: Arena, loadBefore: number): Machine {
  return {
    cores: availableParallelism(),
    postgres: postgresVersion,
    node: process.versions.node,
    loadBefore,
    date: new Date().toISOString().slice(0, 10),
  };
}

function rateOf({ org }: Arena, columns: readonly Column[], gzip: boolean): Promise<OrgRate> {
  return medianRound(
    () => measureOrgRate(org, columns, gzip),
    ({ s }) => s,
  );
}

function floorS(arena: Arena, columns: readonly Column[], files: readonly string[]): Promise<number> {
  return medianRound(
    () => inDatabase(arena, 'floor', (url) => runFloor(url, columns, files)),
    (s) => s,
  );
}

function scriptIn(arena: Arena, columns: readonly Column[], limit: number): Promise<{ s: number; rows: number }> {
  return inDatabase(arena, 'script', (url) => runPlainScript(arena.org.syncUser, url, columns, limit));
}

async function measureVerify(lockstep: Lockstep): Promise<Measurements['verify']> {
  let found = { equal: false, compared: 0, differences: 0 };
  const s = await seconds(async () => {
    found = await lockstep.verify();
  });
  return { s, ...found };
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
