import { approve, isApproved } from '../identity/oauth/app-approvals.ts';
import { createCode } from '../identity/oauth/authorization-codes.ts';
import { type ConnectedApp, callbackAllowed, findConnectedApp } from '../identity/oauth/connected-apps.ts';
import { grantedScope } from '../identity/oauth/scopes.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import type { Answer, PageRequest, PageRoutes } from './page-routes.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** What a client asks for on /services/oauth2/authorize, checked as far as it can be trusted with an answer. */
interface AuthorizeRequest {
  app: ConnectedApp;
  redirectUri: string;
  scope: string;
  state: string | null;
  codeChallenge: string | null;
  prompt: string[];
}

/** Tells the client, by way of its callback, that it gets no code. */
class Refused extends Error {
  override name = 'Refused';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

/**
 * The web server flow as people see it: sign in, allow, and back to the program with a code.
 * A wrong client or callback is shown here; anything else is told to the callback.
 */
export function authorizePages(routes: PageRoutes): void {
  routes.get('/services/oauth2/authorize', (given) =>
    withClient(given, given.query, async (client) => {
      const wanted = readRequest(client, given.query);
      const visitor = await visitorOf(given.org.pool, given.request);
      if (!visitor || wanted.prompt.includes('login')) return askToSignIn(given);
      if (await needsConsent(given, visitor, wanted)) return consentPage(given, visitor, wanted);
      return giveCode(given, visitor, wanted);
    }),
  );

  routes.signedIn('post', '/practice-org/approve', (given) =>
    withClient(given, given.form, async (client) => {
      const wanted = readRequest(client, given.form);
      if (given.form.get('decision') !== 'allow') throw new Refused('access_denied', 'end-user denied authorization');
      await approve(given.org.pool, wanted.app, given.visitor.user.id, wanted.scope);
      return giveCode(given, given.visitor, wanted);
    }),
  );
}

interface Client {
  app: ConnectedApp;
  redirectUri: string;
}

async function withClient(
  { org }: PageRequest,
  parameters: URLSearchParams,
  proceed: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  const app = await findConnectedApp(org.pool, parameters.get('client_id') ?? '');
  if (!app) return errorPage('invalid_client_id', 'client identifier invalid');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!callbackAllowed(app, redirectUri)) {
    return errorPage('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  try {
    return await proceed({ app, redirectUri });
  } catch (error) {
    const { error: code, message } = error as Partial<Refused>;
    if (!(error instanceof Error) || typeof code !== 'string') throw error;
    return callback(redirectUri, { error: code, error_description: message, state: parameters.get('state') });
  }
}

function readRequest({ app, redirectUri }: Client, parameters: URLSearchParams): AuthorizeRequest {
  const responseType = parameters.get('response_type');
  if (responseType !== 'code' || !app.flows.includes('authorization_code')) {
    throw new Refused('unsupported_response_type', 'response type not supported');
  }
  const codeChallenge = parameters.get('code_challenge') || null;
  if (app.requirePkce && !codeChallenge) throw new Refused('invalid_request', 'missing required code challenge');
  // Without a method Salesforce takes S256, not RFC 7636's plain, which it doesn't have.
  if ((parameters.get('code_challenge_method') ?? 'S256') !== 'S256') {
    throw new Refused('invalid_request', 'invalid code challenge method');
  }
  return {
    app,
    redirectUri,
    codeChallenge,
    scope: grantedScope(app, parameters.get('scope')),
    state: parameters.get('state'),
    prompt: (parameters.get('prompt') ?? '').split(' '),
  };
}

/** `prompt=login` has done its work once the person signs in; left in place it would ask for ever. */
function askToSignIn({ request, query }: PageRequest): Answer {
  const back = new URL(request.url, 'http://org');
  const prompt = (query.get('prompt') ?? '').split(' ').filter((word) => word !== 'login');
  back.searchParams.delete('prompt');
  if (prompt.join('')) back.searchParams.set('prompt', prompt.join(' '));
  const login = new URLSearchParams({ next: back.pathname + back.search });
  if (query.get('login_hint')) login.set('username', query.get('login_hint') ?? '');
  if (query.get('prompt')?.includes('login')) login.set('again', '1');
  return { redirect: `/practice-org/login?${login}` };
}

async function needsConsent({ org }: PageRequest, visitor: Visitor, wanted: AuthorizeRequest): Promise<boolean> {
  const asksAnyway = wanted.prompt.includes('consent') && !wanted.app.adminApproved;
  return asksAnyway || !(await isApproved(org.pool, wanted.app, visitor.user.id, wanted.scope));
}

async function giveCode({ org }: PageRequest, visitor: Visitor, wanted: AuthorizeRequest): Promise<Answer> {
  const { app, redirectUri, scope, codeChallenge, state } = wanted;
  const { consumerKey } = app;
  const code = await createCode(org.pool, { consumerKey, userId: visitor.user.id, redirectUri, scope, codeChallenge });
  return callback(redirectUri, { code, state });
}

function callback(redirectUri: string, parameters: Record<string, string | null | undefined>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return { redirect: url.href };
}

const scopeMeanings: Record<string, string> = {
  api: 'Manage user data via APIs',
  web: 'Manage user data via Web browsers',
  full: 'Full access',
  id: 'Access the identity URL service',
  refresh_token: 'Perform requests at any time',
};

function consentPage({ csrf, query }: PageRequest, visitor: Visitor, wanted: AuthorizeRequest): Page {
  const carried = [
    'client_id',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
    'code_challenge',
    'code_challenge_method',
  ];
  return {
    title: 'Allow access?',
    narrow: true,
    body: html`
<h1>Allow access?</h1>
<form method="post" action="/practice-org/approve" class="sheet">
${csrf}
${carried.map((name) => query.has(name) && html`<input type="hidden" name="${name}" value="${query.get(name)}">`)}
<p><strong>${wanted.app.label}</strong> is asking to:</p>
<ul>${wanted.scope.split(' ').map((scope) => html`<li>${scopeMeanings[scope] ?? scope}</li>`)}</ul>
<p>Do you want to allow access for <code>${visitor.user.username}</code>? You go on to <code>${new URL(wanted.redirectUri).host}</code>.</p>
<div class="actions"><button name="decision" value="allow">Allow</button><button name="decision" value="deny" class="plain">Deny</button></div>
</form>
<form method="post" action="/practice-org/logout">${csrf}<button class="link">Not ${visitor.user.name}? Sign out</button></form>`,
  };
}

function errorPage(error: string, description: string): Page {
  return {
    title: 'OAuth error',
    narrow: true,
    status: 400,
    body: html`<h1>We can't authorize you because of an OAuth error</h1><p class="note bad" role="alert"><code>error=${error}&amp;error_description=${description}</code></p>`,
  };
}
