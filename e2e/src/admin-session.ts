import { setTimeout as pause } from 'node:timers/promises';
import type { SessionView } from '@lockstep/contract/session.ts';
import type { SetupView } from '@lockstep/contract/setup.ts';
import type { StatusView } from '@lockstep/contract/status.ts';
import type { BrowserContext } from 'playwright-core';
import type { Stack } from './stack.ts';

/** The admin API, used with the session that the pages in this browser have. */
export interface AdminSession {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<T>;
}

export async function sessionOf(visit: BrowserContext, url: string): Promise<AdminSession> {
  const call = async <T>(method: string, path: string, body?: object, csrfToken = ''): Promise<T> => {
    const answer = await visit.request.fetch(new URL(path, url).href, {
      method,
      headers: { 'x-csrf-token': csrfToken },
      data: body,
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { csrfToken } = await call<SessionView>('GET', '/admin/session');
  return {
    get: (path) => call('GET', path),
    send: (method, path, body = {}) => call(method, path, body, csrfToken),
  };
}

/** The set-up of SPEC SET, up to and including Start Sync. */
export async function connectAndStart(admin: AdminSession, { org }: Stack): Promise<void> {
  await admin.send('PUT', '/admin/setup/credentials', { method: 'password', loginUrl: org.url, ...org.syncUser });
  await admin.send('POST', '/admin/setup/sync-fields');
  const { identity } = await admin.get<SetupView>('/admin/setup');
  await admin.send('POST', '/admin/setup/confirm', { organizationId: identity?.organizationId });
  await admin.send('POST', '/admin/setup/mappings/finish');
  await admin.send('POST', '/admin/setup/start');
}

/** A cycle, from beginning to end. */
export async function cycle(admin: AdminSession): Promise<void> {
  const { lastSyncedAt } = await admin.get<StatusView>('/admin/status');
  await admin.send('POST', '/admin/sync/now');
  await synced(admin, lastSyncedAt);
}

/** Until a cycle has ended after `since`. */
export async function synced(admin: AdminSession, since: string | null): Promise<void> {
  for (;;) {
    const { state, lastSyncedAt, failure } = await admin.get<StatusView>('/admin/status');
    if (failure) throw new Error(`${failure.message} ${failure.detail}`);
    if (state === 'last-synced' && lastSyncedAt !== since) return;
    await pause(100);
  }
}
