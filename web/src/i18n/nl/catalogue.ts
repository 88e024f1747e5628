import type { Catalogue } from '../en/catalogue.ts';
import { salesforce } from './salesforce.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';

export const catalogue: Catalogue = { ...shell, status, salesforce };
