import type { SyncOptions } from '@lockstep/contract/flow.ts';

/** How each option is entered. Its label and explanation are texts of the catalogue, `salesforce.options.of.<name>`. */
export type OptionKind =
  | { kind: 'text'; longest: number; empty?: null }
  | { kind: 'switch' }
  | { kind: 'number'; min: number; max: number; empty?: null }
  | { kind: 'choice' }
  | { kind: 'activities' };

/** Every sync option (SYN-15), in the order of the page; with `empty`, no value has a meaning of its own. */
export const optionKinds: Record<keyof SyncOptions, OptionKind> = {
  defaultLastName: { kind: 'text', longest: 80 },
  defaultCompany: { kind: 'text', longest: 255 },
  onMatch: { kind: 'choice' },
  allowDuplicates: { kind: 'switch' },
  notifyOwner: { kind: 'switch' },
  fallbackOwnerId: { kind: 'text', longest: 18, empty: null },
  campaignSync: { kind: 'switch' },
  activitiesToSalesforce: { kind: 'activities' },
  changeEvents: { kind: 'switch' },
  apiBudgetPercent: { kind: 'number', min: 1, max: 100 },
  formulaRefreshHours: { kind: 'number', min: 0, max: 168 },
  cyclePauseSeconds: { kind: 'number', min: 30, max: 86_400, empty: null },
  verifyHours: { kind: 'number', min: 0, max: 8760 },
  verifyRepair: { kind: 'switch' },
};

export type OptionName = keyof SyncOptions;
export const optionNames = Object.keys(optionKinds) as OptionName[];
