import type { Role } from '@lockstep/contract/session.ts';
import { type ComponentType, lazy } from 'react';

export const navigationGroups = ['database', 'programs', 'admin'] as const;
export type NavigationGroup = (typeof navigationGroups)[number];

/** One page. Its script is loaded when somebody opens it. */
export interface PageRoute {
  path: string;
  Page: ComponentType;
  /** Who may open it; everybody unless told. */
  role?: Role;
  /** Its entry in the navigation, where it has one; `label` is a text of the catalogue under `navigation`. */
  navigation?: { group: NavigationGroup; label: 'salesforce' | 'setup' | 'users' };
}

/** Every page of the application. Paths below /admin, /rest and /identity belong to the server. */
export const routes: readonly PageRoute[] = [
  {
    path: '/salesforce',
    Page: lazy(() => import('./pages/salesforce/overview-page.tsx')),
    navigation: { group: 'admin', label: 'salesforce' },
  },
];

/** Where a visit begins. */
export const firstPage = '/salesforce';
