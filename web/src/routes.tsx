import type { Role } from '@lockstep/contract/session.ts';
import { type ComponentType, lazy } from 'react';

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

/** One page. Its script is loaded when somebody opens it. */
export interface PageRoute {
  path: string;
  Page: ComponentType;
  /** Who may open it; everybody unless told. */
  role?: Role;
  /** Its entry in the navigation, where it has one; `label` is a text of the catalogue under `navigation`. */
  navigation?: { group: NavigationGroup; label: NavigationLabel };
}

/** Every page of the application. Paths below /admin, /rest and /identity belong to the server. */
export const routes: readonly PageRoute[] = [
  {
    path: '/database/people',
    Page: lazy(() => import('./pages/database/people-page.tsx')),
    navigation: { group: 'database', label: 'people' },
  },
  { path: '/database/people/:id', Page: lazy(() => import('./pages/person/person-page.tsx')) },
  {
    path: '/database/companies',
    Page: lazy(() => import('./pages/database/companies-page.tsx')),
    navigation: { group: 'database', label: 'companies' },
  },
  {
    path: '/database/opportunities',
    Page: lazy(() => import('./pages/database/opportunities-page.tsx')),
    navigation: { group: 'database', label: 'opportunities' },
  },
  {
    path: '/database/duplicates',
    Page: lazy(() => import('./pages/database/duplicates-page.tsx')),
    navigation: { group: 'database', label: 'duplicates' },
  },
  {
    path: '/programs',
    Page: lazy(() => import('./pages/programs/programs-page.tsx')),
    navigation: { group: 'programs', label: 'programs' },
  },
  { path: '/programs/:id', Page: lazy(() => import('./pages/programs/program-page.tsx')) },
  { path: '/programs/:id/link', Page: lazy(() => import('./pages/programs/link-page.tsx')), role: 'admin' },
  {
    path: '/channels',
    Page: lazy(() => import('./pages/programs/channels-page.tsx')),
    navigation: { group: 'programs', label: 'channels' },
  },
  {
    path: '/member-fields',
    Page: lazy(() => import('./pages/programs/member-fields-page.tsx')),
    navigation: { group: 'programs', label: 'memberFields' },
  },
  {
    path: '/salesforce',
    Page: lazy(() => import('./pages/salesforce/overview-page.tsx')),
    navigation: { group: 'admin', label: 'salesforce' },
  },
  { path: '/salesforce/sync-status', Page: lazy(() => import('./pages/salesforce/sync-status-page.tsx')) },
  { path: '/salesforce/sync-errors', Page: lazy(() => import('./pages/salesforce/sync-errors-page.tsx')) },
  { path: '/salesforce/backlog', Page: lazy(() => import('./pages/salesforce/backlog-page.tsx')) },
  { path: '/salesforce/api-usage', Page: lazy(() => import('./pages/salesforce/api-usage-page.tsx')) },
  { path: '/salesforce/objects', Page: lazy(() => import('./pages/salesforce/objects-page.tsx')) },
  { path: '/salesforce/objects/:name', Page: lazy(() => import('./pages/salesforce/object-page.tsx')) },
  {
    path: '/salesforce/field-mappings',
    Page: lazy(() => import('./pages/salesforce/mappings-page.tsx')),
    role: 'admin',
  },
  { path: '/salesforce/currencies', Page: lazy(() => import('./pages/salesforce/currencies-page.tsx')) },
  { path: '/salesforce/verify', Page: lazy(() => import('./pages/salesforce/verify-page.tsx')), role: 'admin' },
  { path: '/salesforce/options', Page: lazy(() => import('./pages/salesforce/options-page.tsx')), role: 'admin' },
  {
    path: '/sync-with-salesforce',
    Page: lazy(() => import('./pages/setup/index-page.tsx')),
    role: 'admin',
    navigation: { group: 'admin', label: 'setup' },
  },
  {
    path: '/sync-with-salesforce/prepare',
    Page: lazy(() => import('./pages/setup/prepare-page.tsx')),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/credentials',
    Page: lazy(() => import('./pages/setup/credentials-page.tsx')),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/fields',
    Page: lazy(() => import('./pages/setup/fields-page.tsx')),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/confirm',
    Page: lazy(() => import('./pages/setup/confirm-page.tsx')),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/mappings',
    Page: lazy(() => import('./pages/setup/mappings-page.tsx')),
    role: 'admin',
  },
  {
    path: '/sync-with-salesforce/start',
    Page: lazy(() => import('./pages/setup/start-page.tsx')),
    role: 'admin',
  },
  {
    path: '/users',
    Page: lazy(() => import('./pages/users/users-page.tsx')),
    role: 'admin',
    navigation: { group: 'admin', label: 'users' },
  },
  {
    path: '/field-management',
    Page: lazy(() => import('./pages/admin/fields-page.tsx')),
    navigation: { group: 'admin', label: 'fields' },
  },
  { path: '/field-management/fields/:name', Page: lazy(() => import('./pages/admin/field-page.tsx')) },
  { path: '/field-management/schema-changes', Page: lazy(() => import('./pages/admin/schema-changes-page.tsx')) },
  { path: '/notifications/e-mail', Page: lazy(() => import('./pages/admin/mail-page.tsx')) },
  { path: '/notifications', Page: lazy(() => import('./pages/admin/notifications-page.tsx')) },
  {
    path: '/api-access',
    Page: lazy(() => import('./pages/admin/api-access-page.tsx')),
    role: 'admin',
    navigation: { group: 'admin', label: 'apiAccess' },
  },
  {
    path: '/audit-trail',
    Page: lazy(() => import('./pages/admin/audit-page.tsx')),
    role: 'admin',
    navigation: { group: 'admin', label: 'audit' },
  },
  { path: '/account/password', Page: lazy(() => import('./pages/users/password-page.tsx')) },
];

/** Where a visit begins. */
export const firstPage = '/salesforce';
