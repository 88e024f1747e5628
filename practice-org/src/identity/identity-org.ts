import type { OrgContext } from '../org-context.ts';

/** What logging in needs to know of the org it belongs to. */
export type IdentityOrg = Pick<OrgContext, 'pool' | 'baseUrl' | 'clock'>;
