import type { ConnectedApp } from './connected-apps.ts';
import { invalidScope } from './oauth-error.ts';

/** What is granted: what the client asks for if the app may have it, everything the app may have if it doesn't ask. */
export function grantedScope(app: ConnectedApp, requested: string | null): string {
  const wanted = (requested ?? '').split(/[\s,]+/).filter(Boolean);
  if (wanted.length === 0) return app.scopes.join(' ');
  if (!wanted.every((scope) => app.scopes.includes(standardName(scope)))) throw invalidScope();
  return [...new Set(wanted.map(standardName))].join(' ');
}

export function includesRefresh(scope: string): boolean {
  return scope.split(' ').includes('refresh_token');
}

function standardName(scope: string): string {
  return scope === 'offline_access' ? 'refresh_token' : scope;
}
