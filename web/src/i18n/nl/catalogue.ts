import type { Catalogue } from '../en/catalogue.ts';
import { errors } from './errors.ts';
import { salesforce } from './salesforce.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { users } from './users.ts';

export { errors };

export const catalogue: Catalogue = { ...shell, status, salesforce, setup, users };
