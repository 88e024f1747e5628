import { salesforce } from './salesforce.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';

/** Every text of the pages, in English; the other languages have the same keys. */
export const catalogue = { ...shell, status, salesforce };
export type Catalogue = typeof catalogue;
