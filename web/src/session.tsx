import type { Role, SessionView } from '@lockstep/contract/session.ts';
import { createContext, use } from 'react';

export const SessionContext = createContext<SessionView | null>(null);

/** The contract's list, without its schemas. */
export const roles: readonly Role[] = ['admin', 'marketer', 'viewer'];
const rank: Record<Role, number> = { viewer: 0, marketer: 1, admin: 2 };

/** Who is signed in; for everything inside the frame. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside of a session');
  return session;
}

/** Whether whoever is signed in has the role, or one that includes it: what they can't do is not offered. */
export function useMay(role: Role): boolean {
  return mayActAs(useSession().user.role, role);
}

export function mayActAs(own: Role, wanted: Role): boolean {
  return rank[own] >= rank[wanted];
}
