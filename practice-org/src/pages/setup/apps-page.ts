import { createPublicKey, randomBytes } from 'node:crypto';
import {
  type ConnectedApp,
  findConnectedApp,
  flows,
  listConnectedApps,
  saveConnectedApp,
} from '../../identity/oauth/connected-apps.ts';
import { findUserById, findUserByUsername } from '../../identity/org-user.ts';
import type { OrgContext } from '../../org-context.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

/** Connected apps: which programs may use OAuth, and how. */
export function appsPages(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/apps', async ({ org, csrf }) => {
    const apps = await listConnectedApps(org.pool);
    return {
      title: 'Connected apps',
      section: 'apps',
      body: html`
<h1>Connected apps</h1>
<div class="cards">${apps.map(
        (
          app,
        ) => html`<section><h2><a href="/practice-org/setup/apps/${encodeURIComponent(app.consumerKey)}">${app.label}</a></h2>
<p><span class="quiet">Consumer key</span><br><code>${app.consumerKey}</code></p><p class="quiet">${app.flows.join(', ')}</p></section>`,
      )}</div>
<form method="post" action="/practice-org/setup/apps" class="bar sheet">${csrf}
<div class="grow"><label>New connected app <small>Its name, as people see it when they give consent.</small><input name="label" required></label></div><button>Create</button></form>`,
    };
  });

  routes.administrator('post', '/practice-org/setup/apps', async ({ org, form }) => {
    const app = newApp(form.get('label') ?? '');
    await saveConnectedApp(org.pool, app);
    return { redirect: `/practice-org/setup/apps/${encodeURIComponent(app.consumerKey)}` };
  });

  routes.administrator('get', '/practice-org/setup/apps/:key', async (given) =>
    appPage(given, await requireApp(given)),
  );

  routes.administrator('post', '/practice-org/setup/apps/:key', async (given) => {
    const app = await changedApp(given.org, await requireApp(given), given.form);
    await saveConnectedApp(given.org.pool, app);
    return appPage(given, app, html`<p class="note good" role="status">Saved.</p>`);
  });
}

async function requireApp({ org, path }: SignedInRequest): Promise<ConnectedApp> {
  const app = await findConnectedApp(org.pool, path.key ?? '');
  if (!app) throw new PageError(404, 'There is no such connected app.');
  return app;
}

/** Keys and secrets look like Salesforce's. */
function newApp(label: string): ConnectedApp {
  if (!label.trim()) throw new PageError(400, 'Enter a name.');
  return {
    consumerKey: `3MVG9${randomBytes(60).toString('base64').replaceAll('+', '.').replaceAll('/', '_').replaceAll('=', '')}`,
    consumerSecret: randomBytes(32).toString('hex').toUpperCase(),
    label: label.trim(),
    callbackUrls: [],
    flows: ['authorization_code', 'refresh_token'],
    scopes: ['api', 'refresh_token'],
    requireSecret: true,
    requirePkce: true,
    rotateRefreshTokens: false,
    adminApproved: false,
    runAsUserId: null,
    certificate: null,
  };
}

async function changedApp({ pool }: OrgContext, app: ConnectedApp, form: URLSearchParams): Promise<ConnectedApp> {
  const runAs = (form.get('runAs') ?? '').trim();
  const user = runAs ? await findUserByUsername(pool, runAs) : undefined;
  if (runAs && !user) throw new PageError(400, `There is no user ${runAs} to run as.`);
  return {
    ...app,
    label: (form.get('label') ?? '').trim() || app.label,
    callbackUrls: words(form.get('callbackUrls')),
    scopes: words(form.get('scopes')),
    flows: flows.filter((flow) => form.has(`flow:${flow}`)),
    requireSecret: form.has('requireSecret'),
    requirePkce: form.has('requirePkce'),
    rotateRefreshTokens: form.has('rotateRefreshTokens'),
    adminApproved: form.has('adminApproved'),
    runAsUserId: user?.id ?? null,
    certificate: readCertificate(form.get('certificate') ?? ''),
  };
}

function words(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter(Boolean);
}

function readCertificate(text: string): string | null {
  const pem = text.replaceAll('\r\n', '\n').trim();
  if (!pem) return null;
  try {
    createPublicKey(pem);
    return pem;
  } catch {
    throw new PageError(400, 'The certificate is not one: paste the PEM text of a certificate or a public key.');
  }
}

async function appPage({ org, csrf }: SignedInRequest, app: ConnectedApp, note?: Html): Promise<Page> {
  const runAs = app.runAsUserId ? await findUserById(org.pool, app.runAsUserId) : undefined;
  const tick = (name: string, label: string, checked: boolean) =>
    html`<label class="check"><input type="checkbox" name="${name}"${checked && html` checked`}> ${label}</label>`;
  return {
    title: app.label,
    section: 'apps',
    body: html`
<p><a href="/practice-org/setup/apps">Connected apps</a></p>
<h1>${app.label}</h1>
${note}
<section><p><span class="quiet">Consumer key</span><br><code>${app.consumerKey}</code></p><p><span class="quiet">Consumer secret</span><br><code>${app.consumerSecret ?? 'none'}</code></p></section>
<form method="post" class="sheet">${csrf}
<div class="field"><label>Name <input name="label" value="${app.label}" required></label></div>
<div class="field"><label>Callback addresses <small>One a line. * in the place of a port stands for any port.</small><textarea name="callbackUrls">${`\n${app.callbackUrls.join('\n')}`}</textarea></label></div>
<div class="field"><label>Scopes <input name="scopes" value="${app.scopes.join(' ')}"></label></div>
<fieldset><legend>Flows</legend>${flows.map((flow) => tick(`flow:${flow}`, flow.replaceAll('_', ' '), app.flows.includes(flow)))}</fieldset>
<fieldset><legend>Rules</legend>
${tick('requireSecret', 'The code and refresh flows need the secret', app.requireSecret)}
${tick('requirePkce', 'Proof Key for Code Exchange (PKCE) is required', app.requirePkce)}
${tick('rotateRefreshTokens', 'Refresh tokens are rotated', app.rotateRefreshTokens)}
${tick('adminApproved', 'Users are pre-authorized: no consent page', app.adminApproved)}
</fieldset>
<div class="field"><label>Run as <small>Username for the client credentials flow.</small><input name="runAs" value="${runAs?.username}"></label></div>
<div class="field"><label>Certificate <small>PEM, for the JWT bearer flow.</small><textarea name="certificate">${`\n${app.certificate ?? ''}`}</textarea></label></div>
<button>Save</button>
</form>`,
  };
}
