import type pg from 'pg';

/** What an administrator decides about logging in. Kept as one row, so that it survives a restart. */
export interface IdentitySettings {
  /** Orgs made since 2025 have SOAP login() off; this one has it on until somebody turns it off. */
  soapLoginEnabled: boolean;
  /** Off in Professional Edition without the API add-on. */
  apiEnabled: boolean;
  /** Off means that every address is a trusted one: password alone is enough, as from a trusted IP range. */
  securityTokenRequired: boolean;
  /** Session time-out, counted from the last use in the second half of it. */
  sessionSeconds: number;
  maxFailedLogins: number;
  lockoutMinutes: number;
  /** After how many days a password expires; 0 means never. */
  passwordDays: number;
  /** Whether SOAP tells a locked user PASSWORD_LOCKOUT, as documented, or INVALID_LOGIN, as real orgs do. */
  lockoutIsTold: boolean;
  /** The host that identity answers name in their own address. '' takes Salesforce's login host, as real orgs do. */
  identityHost: string;
}

export const defaultIdentitySettings: IdentitySettings = {
  soapLoginEnabled: true,
  apiEnabled: true,
  securityTokenRequired: true,
  sessionSeconds: 7200,
  maxFailedLogins: 10,
  lockoutMinutes: 15,
  passwordDays: 0,
  lockoutIsTold: false,
  identityHost: '',
};

/** Salesforce has one login host for production and one for sandboxes, and names it whatever host was called. */
export function identityHostOf(settings: IdentitySettings, isSandbox: boolean): string {
  return settings.identityHost || `https://${isSandbox ? 'test' : 'login'}.salesforce.com`;
}

export async function identitySettings(pool: pg.Pool): Promise<IdentitySettings> {
  const { rows } = await pool.query<{ settings: Partial<IdentitySettings> }>(
    'select settings from setup.identity_settings',
  );
  return { ...defaultIdentitySettings, ...rows[0]?.settings };
}

export async function changeIdentitySettings(pool: pg.Pool, change: Partial<IdentitySettings>): Promise<void> {
  await pool.query(
    `insert into setup.identity_settings (settings) values ($1)
     on conflict (one_row) do update set settings = setup.identity_settings.settings || excluded.settings`,
    [JSON.stringify(change)],
  );
}
