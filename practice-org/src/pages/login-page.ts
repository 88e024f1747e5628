import { passwordExpired } from '../identity/api-access.ts';
import { logInWithPassword } from '../identity/credentials.ts';
import { administrator, syncUser } from '../identity/default-people.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { localPath, type PageRequest, type PageRoutes } from './page-routes.ts';
import { signIn, signOut, visitorOf } from './visitor.ts';

/** Signing in and out. The two people every practice org starts with are named here, passwords and all. */
export function loginPages(routes: PageRoutes): void {
  routes.get('/practice-org/login', async (given) => {
    const next = localPath(given.query.get('next'));
    const signInAgain = given.query.has('again');
    if (!signInAgain && (await visitorOf(given.org.pool, given.request))) return { redirect: next };
    return loginPage(given, { next, username: given.query.get('username') ?? '' });
  });

  routes.post('/practice-org/login', async (given) => {
    const { form, org } = given;
    const next = localPath(form.get('next'));
    const username = form.get('username') ?? '';
    const { user } = await logInWithPassword(org.pool, username, form.get('password') ?? '');
    if (!user) return loginPage(given, { next, username, failed: true });
    await signIn(given.request, given.reply, user);
    const expired = await passwordExpired(org.pool, user.id);
    return { redirect: expired ? `/practice-org/password?next=${encodeURIComponent(next)}` : next };
  });

  routes.post('/practice-org/logout', async ({ request, reply }) => {
    await signOut(request, reply);
    return { redirect: '/practice-org/login' };
  });
}

function loginPage({ csrf }: PageRequest, shown: { next: string; username: string; failed?: boolean }): Page {
  return {
    title: 'Sign in',
    narrow: true,
    status: shown.failed ? 401 : 200,
    body: html`
<h1>Sign in to the practice org</h1>
${shown.failed && html`<p class="note bad" role="alert">Please check your username and password. If you still can't sign in, the user may be locked or inactive.</p>`}
<form method="post" action="/practice-org/login" class="sheet">
${csrf}<input type="hidden" name="next" value="${shown.next}">
<div class="field"><label>Username <input name="username" value="${shown.username}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label></div>
<div class="field"><label>Password <input name="password" type="password" autocomplete="current-password" required></label></div>
<button>Sign in</button>
</form>
<section>
<h2>Who is there</h2>
<p class="quiet">Nothing in a practice org is secret. A new one has these two people:</p>
<p>Administrator<br><code>${administrator.username}</code><br><code>${administrator.password}</code></p>
<p>Sync user<br><code>${syncUser.username}</code><br><code>${syncUser.password}</code></p>
</section>`,
  };
}
