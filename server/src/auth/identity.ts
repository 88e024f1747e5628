import { type Role, roles } from '@lockstep/contract/session.ts';

/** Who makes a request. */
export interface Identity {
  readonly kind: 'session' | 'token';
  readonly role: Role;
  /** For the audit trail: an e-mail address, or the name of an API token. */
  readonly actor: string;
  /** The user of a session; for a token, nobody. */
  readonly userId: number | undefined;
}

/** Each role may do what the roles after it may. */
export function mayActAs(identity: Identity, needed: Role): boolean {
  return roles.indexOf(identity.role) <= roles.indexOf(needed);
}
