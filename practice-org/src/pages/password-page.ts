import { problemWithPassword } from '../identity/change-password.ts';
import { setPassword } from '../identity/credentials.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import { localPath, type PageRoutes, type SignedInRequest } from './page-routes.ts';

/** Changing one's own password; an expired one has to be changed before the API works again. */
export function passwordPages(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/password', async (given) => passwordPage(given));

  routes.signedIn('post', '/practice-org/password', async (given) => {
    const { form, org, visitor, request } = given;
    const password = form.get('password') ?? '';
    const isSame = password === (form.get('again') ?? '');
    const problem = isSame ? problemWithPassword(password) : 'The two passwords are not the same.';
    if (problem) return passwordPage(given, html`<p class="note bad" role="alert">${problem}</p>`);
    const token = await setPassword(org.pool, visitor.user.id, password);
    request.server.sessions.forget();
    return passwordPage(
      given,
      html`<div class="note good" role="status"><p>Your password has been changed. That also made a new security token:</p><p class="token">${token}</p>
<p><a href="${localPath(form.get('next'))}">Go on</a></p></div>`,
    );
  });
}

function passwordPage({ csrf, query, form }: SignedInRequest, note?: Html): Page {
  return {
    title: 'Change my password',
    narrow: true,
    body: html`
<h1>Change my password</h1>
${note}
<form method="post" class="sheet">
${csrf}<input type="hidden" name="next" value="${localPath(form.get('next') ?? query.get('next'))}">
<div class="field"><label>New password <small>At least 8 characters, letters and digits.</small><input name="password" type="password" autocomplete="new-password" required></label></div>
<div class="field"><label>The same again <input name="again" type="password" autocomplete="new-password" required></label></div>
<button>Change password</button>
</form>`,
  };
}
