import type { AddCommand } from './cli.ts';
import { addConfig } from './config.ts';
import { addErrors } from './errors.ts';
import { addStart } from './start.ts';
import { addTokens } from './tokens.ts';
import { addUsers } from './users.ts';
import { addWorker } from './worker.ts';

/** Every command, in the order of `lockstep --help`. */
export const commands: readonly AddCommand[] = [addStart, addWorker, addUsers, addTokens, addConfig, addErrors];
