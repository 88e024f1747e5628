import { changeIdentitySettings, type IdentitySettings, identitySettings } from '../../identity/identity-settings.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

/** How people and programs sign in to this org. */
export function loginSettingsPages(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/login', (given) => settingsPage(given));

  routes.administrator('post', '/practice-org/setup/login', async ({ org, form, request }) => {
    await changeIdentitySettings(org.pool, readSettings(form));
    await org.pool.query('update org."Organization" set "IsSandbox" = $1', [form.has('isSandbox')]);
    request.server.sessions.forget();
    return { redirect: '/practice-org/setup/login' };
  });

  routes.administrator('post', '/practice-org/setup/login/end-sessions', async (given) => {
    await given.request.server.sessions.endAll();
    return settingsPage(given, html`<p class="note good" role="status">Every program has to log in again.</p>`);
  });
}

function readSettings(form: URLSearchParams): Partial<IdentitySettings> {
  return {
    soapLoginEnabled: form.has('soapLoginEnabled'),
    apiEnabled: form.has('apiEnabled'),
    securityTokenRequired: form.has('securityTokenRequired'),
    lockoutIsTold: form.has('lockoutIsTold'),
    sessionSeconds: numberIn(form, 'sessionSeconds'),
    maxFailedLogins: numberIn(form, 'maxFailedLogins'),
    lockoutMinutes: numberIn(form, 'lockoutMinutes'),
    passwordDays: numberIn(form, 'passwordDays', 0),
    identityHost: (form.get('identityHost') ?? '').replace(/\/+$/, ''),
  };
}

function numberIn(form: URLSearchParams, name: string, least = 1): number {
  const value = Number(form.get(name));
  if (!Number.isInteger(value) || value < least || value > 1_000_000)
    throw new PageError(400, `${name} is a whole number from ${least}.`);
  return value;
}

async function settingsPage({ org, csrf, visitor }: SignedInRequest, note?: Html): Promise<Page> {
  const settings = await identitySettings(org.pool);
  const tick = (name: string, label: string, checked: boolean) =>
    html`<label class="check"><input type="checkbox" name="${name}"${checked && html` checked`}> ${label}</label>`;
  const number = (name: 'sessionSeconds' | 'maxFailedLogins' | 'lockoutMinutes' | 'passwordDays', label: string) =>
    html`<div class="field"><label>${label} <input inputmode="numeric" name="${name}" value="${settings[name]}" required></label></div>`;
  return {
    title: 'Login',
    section: 'login',
    body: html`
<h1>Login</h1>
${note}
<form method="post" class="sheet">${csrf}
${tick('soapLoginEnabled', 'SOAP login() is allowed. New Salesforce orgs have it off.', settings.soapLoginEnabled)}
${tick('securityTokenRequired', 'Programs need the security token. Off: every address is a trusted one.', settings.securityTokenRequired)}
${tick('apiEnabled', 'The org has the API. Professional Edition does not, without the add-on.', settings.apiEnabled)}
${tick('lockoutIsTold', 'SOAP tells a locked user so (PASSWORD_LOCKOUT) instead of INVALID_LOGIN.', settings.lockoutIsTold)}
${tick('isSandbox', 'The org is a sandbox.', visitor.user.isSandbox)}
<h2>Limits</h2>
<div class="fields">
${number('sessionSeconds', 'Session time-out, seconds')}
${number('maxFailedLogins', 'Wrong passwords until lockout')}
${number('lockoutMinutes', 'Lockout, minutes')}
${number('passwordDays', 'Days until a new password expires, 0 for never')}
<div class="field"><label>Host in identity answers <small>Empty: login.salesforce.com, or test.salesforce.com for a sandbox.</small><input name="identityHost" value="${settings.identityHost}"></label></div>
</div>
<button>Save</button>
</form>
<section><h2>Sessions</h2><p>Ends the session of every program, as an administrator of Salesforce can.</p>
<form method="post" action="/practice-org/setup/login/end-sessions">${csrf}<button class="danger">End all sessions</button></form></section>`,
  };
}
