import type { SyncOptions } from '@lockstep/contract/flow.ts';

/** How each option is entered. Its label and explanation are texts of the catalogue, `salesforce.options.of.<name>`. */
export type OptionKind = { name: keyof SyncOptions } & (
  | { kind: 'text'; longest: number }
  | { kind: 'switch' }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; choices: readonly ('link' | 'create' | 'ask')[] }
);

/** Every sync option that is edited as one value (SYN-15), in the order of the page. */
export const optionKinds = [
  { name: 'defaultLastName', kind: 'text', longest: 80 },
  { name: 'defaultCompany', kind: 'text', longest: 255 },
  { name: 'onMatch', kind: 'choice', choices: ['link', 'create', 'ask'] },
  { name: 'allowDuplicates', kind: 'switch' },
  { name: 'campaignSync', kind: 'switch' },
  { name: 'apiBudgetPercent', kind: 'number', min: 1, max: 100 },
] as const satisfies readonly OptionKind[];

export type Option = (typeof optionKinds)[number];
