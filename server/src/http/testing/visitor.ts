import type { InjectOptions } from 'fastify';
import type { App } from '../routes.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at parts of JSON and says itself what it expects.
  body: any;
  headers: Record<string, unknown>;
}

/** For tests: a browser of sorts. It keeps its cookie and sends the CSRF token, as the web page does. */
export class Visitor {
  readonly #app: App;
  cookie: string | undefined;
  csrfToken: string | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  /** Creates the first administrator and is signed in as it. */
  async becomeFirstAdmin(): Promise<this> {
    const admin = { email: 'ada@example.com', name: 'Ada', password: 'analytical engine' };
    const { status } = await this.send('POST', '/admin/first-start', admin);
    if (status !== 200) throw new Error(`The first administrator was refused with ${status}.`);
    return this;
  }

  async send(method: Method, url: string, payload?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const request: InjectOptions = {
      method,
      url,
      payload,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrfToken ? { 'x-csrf-token': this.csrfToken } : {}),
        ...headers,
      },
    };
    const response = await this.#app.inject(request);
    const cookie = response.cookies[0];
    if (cookie) this.cookie = cookie.value ? `${cookie.name}=${cookie.value}` : undefined;
    const json = String(response.headers['content-type']).startsWith('application/json');
    const body = json ? response.json() : response.body;
    if (body?.csrfToken) this.csrfToken = body.csrfToken;
    return { status: response.statusCode, body, headers: response.headers };
  }
}
