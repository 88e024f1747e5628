import type { ErrorView } from '@lockstep/contract/common.ts';

type Explanation = ErrorView['error'];

/** A refused request, as the server explains it; `status` is 0 when it was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly explanation: Explanation;

  constructor(status: number, explanation: Explanation) {
    super(`${explanation.message} ${explanation.detail}`.trim());
    this.status = status;
    this.explanation = explanation;
  }
}

/** There is no such thing: its address is mistyped, or it was deleted. */
export function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Only this page knows it; the server wants it with every change (see the server's http/identity.ts). */
let csrfToken = '';

export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export const get = <T>(path: string, query: Query = {}): Promise<T> => request('GET', addressOf(path, query));
export const post = <T>(path: string, body?: object): Promise<T> => request('POST', path, body);
export const put = <T>(path: string, body: object): Promise<T> => request('PUT', path, body);
export const patch = <T>(path: string, body: object): Promise<T> => request('PATCH', path, body);
export const remove = <T>(path: string): Promise<T> => request('DELETE', path);

/** A path with its query; what is empty is left out. Also for links to downloads. */
export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

async function request<T>(method: string, path: string, body?: object): Promise<T> {
  // The language of the page, not of the browser: e-mails are written in it.
  const headers: Record<string, string> = {
    'x-csrf-token': csrfToken,
    'accept-language': document.documentElement.lang,
  };
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) }).catch((cause) => {
    throw new ApiError(0, { code: 'page/unreachable', message: '', detail: String(cause), action: '' });
  });
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  throw new ApiError(response.status, (answer as ErrorView | undefined)?.error ?? unexplained(response));
}

function unexplained({ status }: Response): Explanation {
  return { code: 'page/unexplained', message: '', detail: String(status), action: '' };
}
