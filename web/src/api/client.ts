import type { ErrorView } from '@lockstep/contract/common.ts';
import type { FirstStartView, NewAdmin, SessionView, SignIn } from '@lockstep/contract/session.ts';
import type { StatusView } from '@lockstep/contract/status.ts';

/** A refused request, as the server explains it. */
export class ApiError extends Error {
  readonly status: number;
  readonly explanation: ErrorView['error'];

  constructor(status: number, explanation: ErrorView['error']) {
    super(`${explanation.message} ${explanation.detail}`.trim());
    this.status = status;
    this.explanation = explanation;
  }
}

/** Only this page knows it; the server wants it with every change (see the server's http/identity.ts). */
let csrfToken = '';

export const api = {
  firstStart: () => request<FirstStartView>('GET', '/admin/first-start'),
  createFirstAdmin: (admin: NewAdmin) => enter('/admin/first-start', admin),
  signIn: (credentials: SignIn) => enter('/admin/session', credentials),
  /** Who is signed in, or null. */
  async session(): Promise<SessionView | null> {
    try {
      return remember(await request<SessionView>('GET', '/admin/session'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  signOut: () => request('DELETE', '/admin/session'),
  status: () => request<StatusView>('GET', '/admin/status'),
};

async function enter(path: string, body: object): Promise<SessionView> {
  return remember(await request<SessionView>('POST', path, body));
}

function remember(session: SessionView): SessionView {
  csrfToken = session.csrfToken;
  return session;
}

async function request<T>(method: string, path: string, body?: object): Promise<T> {
  const headers: Record<string, string> = { 'x-csrf-token': csrfToken };
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  throw new ApiError(response.status, (answer as ErrorView | undefined)?.error ?? unexplained(response));
}

function unexplained(response: Response): ErrorView['error'] {
  return { code: '', message: `The server answered ${response.status}.`, detail: '', action: '' };
}
