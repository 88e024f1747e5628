import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';
import { csrfField, hasCsrfToken, type Visitor, visitorOf } from './visitor.ts';

/** What a page is made from. */
export interface PageRequest {
  org: OrgContext;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Named parts of the path. */
  path: Record<string, string>;
  query: URLSearchParams;
  form: URLSearchParams;
  /** For every form on the page. */
  csrf: Html;
}

export interface SignedInRequest extends PageRequest {
  visitor: Visitor;
}

/** A page, or where to go next. */
export type Answer = Page | { redirect: string };

/** A mistake of the person at the page; shown instead of it. */
export class PageError extends Error {
  override name = 'PageError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Letting a program in is part of using the API. */
const partOfTheApi = '/practice-org/approve';

/** Adds pages to a scope that reads forms and cookies. */
export class PageRoutes {
  readonly #scope: FastifyInstance;
  readonly #org: OrgContext;

  constructor(scope: FastifyInstance, org: OrgContext) {
    this.#scope = scope;
    this.#org = org;
  }

  /** A page for everybody. */
  get(url: string, page: (request: PageRequest) => Promise<Answer>): void {
    this.#scope.get(url, (request, reply) => this.#answer(request, reply, page));
  }

  /** What a form for everybody does. */
  post(url: string, action: (request: PageRequest) => Promise<Answer>): void {
    this.#scope.post(url, (request, reply) =>
      this.#answer(request, reply, async (given) => {
        if (!hasCsrfToken(request, given.form))
          throw new PageError(403, 'This form is too old. Go back, reload the page, and send it again.');
        return action(given);
      }),
    );
  }

  /** A page, or with `post` what its form does, for whoever has signed in. */
  signedIn(method: 'get' | 'post', url: string, page: (request: SignedInRequest) => Promise<Answer>): void {
    this[method](url, async (given) => {
      const visitor = await visitorOf(this.#org.pool, given.request);
      if (visitor?.isApiOnly && url !== partOfTheApi)
        throw new PageError(403, 'This user may use the API only, not the pages.');
      if (visitor) return page({ ...given, visitor });
      return { redirect: `/practice-org/login?next=${encodeURIComponent(given.request.url)}` };
    });
  }

  administrator(method: 'get' | 'post', url: string, page: (request: SignedInRequest) => Promise<Answer>): void {
    this.signedIn(method, url, async (given) => {
      if (!given.visitor.isAdministrator)
        throw new PageError(403, 'Only an administrator of the org may see this page.');
      return page(given);
    });
  }

  async #answer(
    request: FastifyRequest,
    reply: FastifyReply,
    make: (given: PageRequest) => Promise<Answer>,
  ): Promise<FastifyReply> {
    const given = this.#given(request, reply);
    const answer = await make(given).catch(errorPage);
    if ('redirect' in answer) return reply.redirect(answer.redirect, request.method === 'GET' ? 302 : 303);
    const visitor = await visitorOf(this.#org.pool, request);
    return reply
      .code(answer.status ?? 200)
      .header('content-type', 'text/html;charset=UTF-8')
      .header('cache-control', 'no-store')
      .send(layout(answer, visitor, given.csrf).text);
  }

  #given(request: FastifyRequest, reply: FastifyReply): PageRequest {
    return {
      org: this.#org,
      request,
      reply,
      path: request.params as Record<string, string>,
      query: new URL(request.url, 'http://org').searchParams,
      form: request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
      csrf: csrfField(request, reply),
    };
  }
}

function errorPage(error: unknown): Page {
  if (!(error instanceof PageError)) throw error;
  return {
    title: 'Not possible',
    narrow: true,
    status: error.status,
    body: html`<h1>Not possible</h1><p>${error.message}</p><p><a href="/practice-org">Home</a></p>`,
  };
}

/** An address inside this org, or the home page: a link must not be able to send people elsewhere after they sign in. */
export function localPath(wanted: string | null): string {
  return wanted && /^\/(?![/\\])/.test(wanted) && !/[\r\n]/.test(wanted) ? wanted : '/practice-org';
}
