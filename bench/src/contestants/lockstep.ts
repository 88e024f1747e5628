import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StatusView, StepView } from '@lockstep/contract/status.ts';
import type { VerificationView } from '@lockstep/contract/sync.ts';
import pg from 'pg';
import { type AdminApi, signInAsFirstAdmin } from '../../../server/src/demo/admin-api.ts';
import type { Arena } from '../arena.ts';
import type { Mappings } from '../lead-columns.ts';
import { type Program, startProgram } from '../program.ts';

/** One cycle, as the steps tell it. */
export interface Cycle {
  s: number;
  apiCalls: number;
  steps: { object: string; operation: string; s: number; counts: StepView['counts'] }[];
}

export interface Lockstep extends AsyncDisposable {
  readonly api: AdminApi;
  readonly program: Program;
  /** Everything of the set-up up to, and without, Start Sync. */
  setUp(): Promise<Mappings>;
  /** Start Sync, until Last Synced. */
  firstSync(): Promise<Cycle>;
  /** Sync now, until Last Synced. */
  cycle(): Promise<Cycle>;
  verify(): Promise<VerificationView>;
}

/** The server in a process of its own, as an operator would run it, used through its public API alone. */
export async function startLockstep(arena: Arena, options: { profile?: string }): Promise<Lockstep> {
  const databaseUrl = await arena.databaseUrl('lockstep');
  if (options.profile) await explainSlowStatements(databaseUrl);
  const { url: orgUrl, pubSub } = arena.org.address;
  const pubSubUrl = `http://${pubSub.plainEndpoint}`;
  const program = await startProgram(
    [
      ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []),
      join(import.meta.dirname, '../../../server/src/main.ts'),
      '--json',
      'start',
    ],
    {
      DATABASE_URL: databaseUrl,
      LOCKSTEP_DATA_DIR: join(arena.folder, 'lockstep'),
      LOCKSTEP_PORT: '0',
      LOCKSTEP_ALLOWED_HOSTS: [orgUrl, pubSubUrl].map((each) => new URL(each).host).join(','),
      LOCKSTEP_PUBSUB_URL: pubSubUrl,
      // Only the cycles that are asked for.
      LOCKSTEP_CYCLE_REST_SECONDS: '86400',
      LOCKSTEP_LOG_LEVEL: 'warn',
    },
  );
  const admin = { email: 'admin@bench.example', name: 'Bench', password: 'a password for the bench' };
  const { url } = program.ready as { url: string };
  const api = await signInAsFirstAdmin(url, admin);
  return {
    api,
    program,
    setUp: () => setUp(api, arena),
    firstSync: () => untilSynced(api, '/admin/setup/start'),
    cycle: () => untilSynced(api, '/admin/sync/now'),
    verify: () => api.post<VerificationView>('/admin/verify'),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

async function setUp(api: AdminApi, { org }: Arena): Promise<Mappings> {
  const { username, password, securityToken } = org.address.syncUser;
  const { organizationId } = await api.put<{ organizationId: string }>('/admin/setup/credentials', {
    method: 'password',
    loginUrl: org.address.url,
    username,
    password,
    securityToken,
  });
  // Edits and change events would begin cycles of their own.
  await api.put('/admin/sync/options', { changeEvents: false });
  await api.post('/admin/setup/sync-fields');
  await api.post('/admin/setup/confirm', { organizationId });
  return api.post<Mappings>('/admin/setup/mappings/finish');
}

const lookEveryMs = 250;

/**
 * Asks for a cycle and waits for its end. The time is what Lockstep itself wrote down as Last Synced, so it does not
 * depend on how often we look; and we look at the newest step alone, because the whole status counts all people.
 */
async function untilSynced(api: AdminApi, path: string): Promise<Cycle> {
  const before = await api.get<StatusView>('/admin/status');
  const lastStep = before.steps[0]?.id ?? 0;
  const begun = Date.now();
  await api.post(path);
  for (;;) {
    await pause(lookEveryMs);
    const { steps } = await api.get<{ steps: StepView[] }>('/admin/steps?limit=1');
    if (!steps[0] || steps[0].id <= lastStep || steps[0].endedAt === null) continue;
    const status = await api.get<StatusView>('/admin/status');
    if (status.failure) throw new Error(`The cycle failed: ${status.failure.message} ${status.failure.detail}`);
    if (status.state !== 'last-synced' || status.lastSyncedAt === before.lastSyncedAt) continue;
    return {
      s: (Date.parse(status.lastSyncedAt ?? '') - begun) / 1000,
      apiCalls: status.api?.callsLastCycle ?? 0,
      steps: status.steps.filter((step) => step.id > lastStep).map(timed),
    };
  }
}

function timed({ object, operation, startedAt, endedAt, counts }: StepView): Cycle['steps'][number] {
  return { object, operation, counts, s: (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000 };
}

/** Statements from 50 ms on go to PostgreSQL's log with their plan, rows and buffers. */
async function explainSlowStatements(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '50ms',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_wal': 'on',
    'auto_explain.log_triggers': 'on',
    'auto_explain.log_nested_statements': 'on',
    log_min_duration_statement: '20ms',
  };
  for (const [name, value] of Object.entries(settings)) {
    await client.query(`alter database lockstep set ${name} = '${value}'`);
  }
  await client.end();
}
