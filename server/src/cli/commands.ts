import { addActivities } from './activities.ts';
import type { AddCommand } from './cli.ts';
import { addConfig } from './config.ts';
import { addCost } from './cost.ts';
import { addCurrencies } from './currencies.ts';
import { addDemo } from './demo.ts';
import { addDuplicates } from './duplicates.ts';
import { addErrors } from './errors.ts';
import { addExplain } from './explain.ts';
import { addFields } from './fields.ts';
import { addFilters } from './filters.ts';
import { addFlow } from './flow.ts';
import { addNotifications } from './notifications.ts';
import { addObjects } from './objects.ts';
import { addOptOuts } from './opt-outs.ts';
import { addOwners } from './owners.ts';
import { addPeople } from './people.ts';
import { addPolicies } from './policies.ts';
import { addPrograms } from './programs.ts';
import { addRecords } from './records.ts';
import { addSchema } from './schema.ts';
import { addSetup } from './setup.ts';
import { addStart } from './start.ts';
import { addStatus } from './status.ts';
import { addSync } from './sync.ts';
import { addSyncErrors } from './sync-errors.ts';
import { addSyncOptions } from './sync-options.ts';
import { addTokens } from './tokens.ts';
import { addUsers } from './users.ts';
import { addVerify } from './verify.ts';
import { addWorker } from './worker.ts';

/** Every command, in the order of `lockstep --help`. */
export const commands: readonly AddCommand[] = [
  addDemo,
  addStart,
  addWorker,
  addSetup,
  addStatus,
  addSync,
  addSyncErrors,
  addVerify,
  addNotifications,
  addPolicies,
  addFilters,
  addActivities,
  addCost,
  addFields,
  addSchema,
  addOptOuts,
  addPeople,
  addRecords,
  addObjects,
  addCurrencies,
  addPrograms,
  addOwners,
  addFlow,
  addSyncOptions,
  addExplain,
  addDuplicates,
  addUsers,
  addTokens,
  addConfig,
  addErrors,
];
