/**
 * The two people every practice org has. Their passwords and tokens are printed by the demo and written in the README:
 * a practice org holds nothing secret.
 */
export const administrator = {
  username: 'admin@practice.example',
  password: 'practice-admin-1',
  securityToken: 'PracticeOrgAdminToken001',
} as const;

export const syncUser = {
  username: 'sync.user@practice.example',
  password: 'practice-sync-1',
  securityToken: 'PracticeOrgSyncToken0001',
} as const;

/** The connected app every practice org has, so that OAuth can be tried without setting up anything. */
export const practiceApp = {
  consumerKey: '3MVG9PracticeOrg.LockstepConnectedApp.Key01',
  consumerSecret: '5EC2E7PRACTICEORG0LOCKSTEP0CONNECTED0APP0SECRET01',
} as const;
