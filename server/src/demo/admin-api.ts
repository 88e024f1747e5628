import { LockstepError } from '../errors.ts';

/** The server's own HTTP API, used as any program would: a session cookie and its CSRF token, JSON both ways. */
export interface AdminApi {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
}

/** Creates the first administrator at `url` and signs in. */
export async function signInAsFirstAdmin(
  url: string,
  admin: { email: string; name: string; password: string },
): Promise<AdminApi> {
  const answer = await send(url, 'POST', '/admin/first-start', admin, {});
  const cookie = answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(url, method, path, body, { cookie, 'x-csrf-token': csrfToken });
    return (await response.json()) as T;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
  };
}

async function send(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(600_000),
  });
  if (response.ok) return response;
  const { error } = (await response.json()) as { error?: { code: string; message: string; detail: string } };
  throw new LockstepError(
    'internal/unexpected',
    `${method} ${path}: ${error?.message ?? response.status} ${error?.detail ?? ''}`,
  );
}
