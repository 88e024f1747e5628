import type { Catalogue } from '../en/catalogue.ts';
import { apiAccess, audit, fieldManagement, notifications } from './admin.ts';
import { database } from './database.ts';
import { errors } from './errors.ts';
import { flow } from './flow.ts';
import { person } from './person.ts';
import { programs } from './programs.ts';
import { salesforce } from './salesforce.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { users } from './users.ts';

export { errors };

export const catalogue: Catalogue = {
  ...shell,
  status,
  salesforce,
  setup,
  users,
  database,
  person,
  flow,
  programs,
  audit,
  apiAccess,
  fieldManagement,
  notifications,
};
