import type { Role } from '@lockstep/contract/session.ts';
import type { ComponentType } from 'react';
import { matchPath } from 'react-router';

export const navigationGroups = ['database', 'programs', 'admin'] as const;
export type NavigationGroup = (typeof navigationGroups)[number];

type NavigationLabel =
  | 'people'
  | 'companies'
  | 'opportunities'
  | 'duplicates'
  | 'programs'
  | 'channels'
  | 'memberFields'
  | 'salesforce'
  | 'setup'
  | 'users'
  | 'fields'
  | 'audit'
  | 'apiAccess';

/** One page. */
export interface PageRoute {
  path: string;
  /** Its script, which is loaded when somebody opens it. */
  load: () => Promise<{ default: ComponentType }>;
  /** Who may open it; everybody unless told. */
  role?: Role;
  /** Its entry in the navigation, where it has one; `label` is a text of the catalogue under `navigation`. */
  navigation?: { group: NavigationGroup; label: NavigationLabel };
}

/** Every page of the application. Paths below /admin, /rest and /identity belong to the server. */
export const routes: readonly PageRoute[] = [
  {
    path: '/database/people',
    load: () => import('./pages/database/people-page.tsx'),
    navigation: { group: 'database', label: 'people' },
  },
  { path: '/database/people/:id', load: () => import('./pages/person/person-page.tsx') },
  {
    path: '/database/companies',
    load: () => import('./pages/database/companies-page.tsx'),
    navigation: { group: 'database', label: 'companies' },
  },
  {
    path: '/database/opportunities',
    load: () => import('./pages/database/opportunities-page.tsx'),
    navigation: { group: 'database', label: 'opportunities' },
  },
  {
    path: '/database/duplicates',
    load: () => import('./pages/database/duplicates-page.tsx'),
    navigation: { group: 'database', label: 'duplicates' },
  },
  {
    path: '/programs',
    load: () => import('./pages/programs/programs-page.tsx'),
    navigation: { group: 'programs', label: 'programs' },
  },
  { path: '/programs/:id', load: () => import('./pages/programs/program-page.tsx') },
  { path: '/programs/:id/link', load: () => import('./pages/programs/link-page.tsx'), role: 'admin' },
  {
    path: '/channels',
    load: () => import('./pages/programs/channels-page.tsx'),
    navigation: { group: 'programs', label: 'channels' },
  },
  {
    path: '/member-fields',
    load: () => import('./pages/programs/member-fields-page.tsx'),
    navigation: { group: 'programs', label: 'memberFields' },
  },
  {
    path: '/salesforce',
    load: () => import('./pages/salesforce/overview-page.tsx'),
    navigation: { group: 'admin', label: 'salesforce' },
  },
  { path: '/salesforce/sync-status', load: () => import('./pages/salesforce/sync-status-page.tsx') },
  { path: '/salesforce/sync-errors', load: () => import('./pages/salesforce/sync-errors-page.tsx') },
  { path: '/salesforce/backlog', load: () => import('./pages/salesforce/backlog-page.tsx') },
  { path: '/salesforce/api-usage', load: () => import('./pages/salesforce/api-usage-page.tsx') },
  { path: '/salesforce/objects', load: () => import('./pages/salesforce/objects-page.tsx') },
  { path: '/salesforce/objects/:name', load: () => import('./pages/salesforce/object-page.tsx') },
  {
    path: '/salesforce/field-mappings',
    load: () => import('./pages/salesforce/mappings-page.tsx'),
    role: 'admin',
  },
  { path: '/salesforce/currencies', load: () => import('./pages/salesforce/currencies-page.tsx') },
  { path: '/salesforce/verify', load: () => import('./pages/salesforce/verify-page.tsx'), role: 'admin' },
  { path: '/salesforce/options', load: () => import('./pages/salesforce/options-page.tsx'), role: 'admin' },
  {
    path: '/sync-with-salesforce',
    load: () => import('./pages/setup/index-page.tsx'),
    role: 'admin',
    navigation: { group: 'admin', label: 'setup' },
  },
  {
    path: '/sync-with-salesforce/prepare',
    load: () => import('./pages/setup/prepare-page.tsx'),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/credentials',
    load: () => import('./pages/setup/credentials-page.tsx'),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/fields',
    load: () => import('./pages/setup/fields-page.tsx'),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/confirm',
    load: () => import('./pages/setup/confirm-page.tsx'),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/mappings',
    load: () => import('./pages/setup/mappings-page.tsx'),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/start',
    load: () => import('./pages/setup/start-page.tsx'),
    role: 'admin',
  },
  {
    path: '/users',
    load: () => import('./pages/users/users-page.tsx'),
    role: 'admin',
    navigation: { group: 'admin', label: 'users' },
  },
  {
    path: '/field-management',
    load: () => import('./pages/admin/fields-page.tsx'),
    navigation: { group: 'admin', label: 'fields' },
  },
  { path: '/field-management/fields/:name', load: () => import('./pages/admin/field-page.tsx') },
  { path: '/field-management/schema-changes', load: () => import('./pages/admin/schema-changes-page.tsx') },
  { path: '/notifications/e-mail', load: () => import('./pages/admin/mail-page.tsx') },
  { path: '/notifications', load: () => import('./pages/admin/notifications-page.tsx') },
  {
    path: '/api-access',
    load: () => import('./pages/admin/api-access-page.tsx'),
    role: 'admin',
    navigation: { group: 'admin', label: 'apiAccess' },
  },
  {
    path: '/audit-trail',
    load: () => import('./pages/admin/audit-page.tsx'),
    role: 'admin',
    navigation: { group: 'admin', label: 'audit' },
  },
  { path: '/account/password', load: () => import('./pages/users/password-page.tsx') },
];

/** Where a visit begins. */
export const firstPage = '/salesforce';

/** Loads the script of the page that a visit begins with, beside what is asked of the server before it can be shown. */
export function loadPageAt(pathname: string): void {
  void routes
    .find(({ path }) => matchPath(path, pathname))
    ?.load()
    .catch(() => {}); // Whoever shows the page tells.
}
