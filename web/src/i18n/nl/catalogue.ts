import { errors } from '@lockstep/contract/nl/errors.ts';
import { sentences } from '@lockstep/contract/nl/sentences.ts';
import type { Catalogue } from '../en/catalogue.ts';
import { apiAccess, audit, fieldManagement, notifications } from './admin.ts';
import { currencies } from './currencies.ts';
import { database } from './database.ts';
import { flow } from './flow.ts';
import { objects } from './objects.ts';
import { person } from './person.ts';
import { programs } from './programs.ts';
import { salesforce } from './salesforce.ts';
import { schemaChanges } from './schema-changes.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { usage } from './usage.ts';
import { users } from './users.ts';

export { errors, sentences };

export const catalogue: Catalogue = {
  ...shell,
  status,
  salesforce,
  setup,
  users,
  currencies,
  database,
  person,
  flow,
  programs,
  objects,
  usage,
  schemaChanges,
  audit,
  apiAccess,
  fieldManagement,
  notifications,
};
