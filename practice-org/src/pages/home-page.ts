import { html } from './html.ts';
import type { PageRoutes } from './page-routes.ts';

export function homePage(routes: PageRoutes): void {
  routes.get('/', async () => ({ redirect: '/practice-org' }));

  routes.signedIn('get', '/practice-org', async ({ org, visitor }) => ({
    title: 'Home',
    body: html`
<h1>${visitor.user.organizationName}</h1>
<p>This is a stand-in for Salesforce: programs sign in and read and write records as they would there. Change something here and watch it arrive in the marketing database, or the other way round.</p>
<div class="cards">
<section><h2><a href="/practice-org/objects">Records</a></h2><p>Look at leads, contacts, accounts and everything else; edit, create, delete and undelete them.</p></section>
<section><h2><a href="/practice-org/security-token">Security token</a></h2><p>Reset your own, as the sync user does before connecting.</p></section>
${
  visitor.isAdministrator &&
  html`
<section><h2><a href="/practice-org/setup/fields">Fields</a></h2><p>Hide fields from the sync user, make fields required, switch validation rules.</p></section>
<section><h2><a href="/practice-org/setup/users">Users</a></h2><p>Lock, deactivate, expire a password, take the API away: what a sync must tell apart.</p></section>
<section><h2><a href="/practice-org/setup/apps">Connected apps</a></h2><p>Consumer keys, callback addresses, OAuth flows, refresh token rotation.</p></section>
<section><h2><a href="/practice-org/setup/login">Login</a></h2><p>SOAP login, session time-out, lockout, sandbox or production.</p></section>
<section><h2><a href="/practice-org/setup/faults">Faults</a></h2><p>Latency, errors, broken connections, row locks: rehearse a bad day.</p></section>
<section><h2><a href="/practice-org/setup/clock">Clock</a></h2><p>Set the org's time: stamps, date literals, sessions that end.</p></section>
<section><h2><a href="/practice-org/setup/mails">Mails</a></h2><p>What the org would have mailed to owners.</p></section>`
}
</div>
<section>
<h2>For programs</h2>
<dl>
<div><dt>Address</dt><dd><code>${org.baseUrl()}</code></dd></div>
<div><dt>Organization Id</dt><dd><code>${visitor.user.organizationId}</code></dd></div>
<div><dt>Environment</dt><dd>${visitor.user.isSandbox ? 'Sandbox' : 'Production'}</dd></div>
</dl>
</section>`,
  }));
}
