import type { AddCommand } from './cli.ts';

type Load = () => Promise<readonly AddCommand[]>;

const programs: Load = async () => [(await import('./programs.ts')).addPrograms];
const records: Load = async () => [(await import('./records.ts')).addRecords];
const syncErrors: Load = async () => [(await import('./sync-errors.ts')).addSyncErrors];

/**
 * Every command, in the order of `lockstep --help`. One is read when it is asked for: all of them are a thousand modules,
 * which take a second.
 */
export const commands: Readonly<Record<string, Load>> = {
  demo: async () => [(await import('./demo.ts')).addDemo],
  start: async () => [(await import('./start.ts')).addStart],
  worker: async () => [(await import('./worker.ts')).addWorker],
  setup: async () => [(await import('./setup.ts')).addSetup],
  status: async () => [(await import('./status.ts')).addStatus],
  sync: async () => [(await import('./sync.ts')).addSync],
  'sync-errors': syncErrors,
  backlog: syncErrors,
  verify: async () => [(await import('./verify.ts')).addVerify],
  notifications: async () => [(await import('./notifications.ts')).addNotifications],
  policies: async () => [(await import('./policies.ts')).addPolicies],
  filters: async () => [(await import('./filters.ts')).addFilters],
  activities: async () => [(await import('./activities.ts')).addActivities],
  cost: async () => [(await import('./cost.ts')).addCost],
  fields: async () => [(await import('./fields.ts')).addFields],
  schema: async () => [(await import('./schema.ts')).addSchema],
  'opt-outs': async () => [(await import('./opt-outs.ts')).addOptOuts],
  people: async () => [(await import('./people.ts')).addPeople, (await import('./flow.ts')).addFlow],
  companies: records,
  opportunities: records,
  campaigns: records,
  objects: async () => [(await import('./objects.ts')).addObjects],
  currencies: async () => [(await import('./currencies.ts')).addCurrencies],
  programs,
  channels: programs,
  'member-fields': programs,
  owners: async () => [(await import('./owners.ts')).addOwners],
  'sync-options': async () => [(await import('./sync-options.ts')).addSyncOptions],
  explain: async () => [(await import('./explain.ts')).addExplain],
  duplicates: async () => [(await import('./duplicates.ts')).addDuplicates],
  users: async () => [(await import('./users.ts')).addUsers],
  tokens: async () => [(await import('./tokens.ts')).addTokens],
  config: async () => [(await import('./config.ts')).addConfig],
  errors: async () => [(await import('./errors.ts')).addErrors],
};

/** The one that a command line names; all of them for help, and for a name that may be misspelt. */
export async function commandsFor(args: readonly string[]): Promise<AddCommand[]> {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const wanted = Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands);
  return (await Promise.all([...new Set(wanted)].map((load) => load?.() ?? []))).flat();
}
