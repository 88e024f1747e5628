import type { IdentityOrg } from '../identity-org.ts';
import type { SessionStore } from '../session-store.ts';

/** A request of a program, with its parameters from wherever it put them. */
export interface OAuthRequest {
  org: IdentityOrg;
  sessions: SessionStore;
  parameters: URLSearchParams;
  authorization: string | undefined;
}
