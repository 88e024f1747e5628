import { resetSecurityToken } from '../identity/credentials.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import type { PageRoutes } from './page-routes.ts';

/** "Reset My Security Token", except that the new token is shown instead of mailed. */
export function securityTokenPages(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/security-token', async ({ csrf }) => tokenPage(csrf));

  routes.signedIn('post', '/practice-org/security-token', async ({ csrf, org, visitor }) => {
    const token = await resetSecurityToken(org.pool, visitor.user.id);
    return tokenPage(
      csrf,
      html`<div class="note good" role="status"><p>This is your new security token. It is shown only now; the old one no longer works.</p><p class="token">${token}</p></div>`,
    );
  });
}

function tokenPage(csrf: Html, note?: Html): Page {
  return {
    title: 'Reset my security token',
    section: 'security-token',
    narrow: true,
    body: html`
<h1>Reset my security token</h1>
${note}
<div class="sheet">
<p>A program that signs in with your username and password adds your security token to the end of the password. If the password is <code>mypassword</code> and the token <code>XXXXXXXXXX</code>, it sends <code>mypasswordXXXXXXXXXX</code>.</p>
<p>After the reset, every program that uses the old token needs the new one. Programs that are signed in already go on until their session ends.</p>
<form method="post">${csrf}<button>Reset security token</button></form>
</div>`,
  };
}
