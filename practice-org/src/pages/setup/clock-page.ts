import { readInstant, setClock } from '../../clock-setting.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

/** The org's clock. `/practice-org/clock` is the same for programs. */
export function clockPage(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/clock', async (given) => page(given));

  routes.administrator('post', '/practice-org/setup/clock', async (given) => {
    const { form, org, request } = given;
    const at = form.has('real') ? undefined : readInstant(form.get('now'));
    if (!at && !form.has('real')) throw new PageError(400, 'Write a time such as 2026-12-31T23:59:00Z.');
    await setClock(org, at);
    request.server.sessions.forget();
    return page(given, html`<p class="note good" role="status">The clock is set.</p>`);
  });
}

function page({ org, csrf }: SignedInRequest, note?: Html): Page {
  const now = `${org.clock.instant().toISOString().slice(0, 19)}Z`;
  return {
    title: 'Clock',
    section: 'clock',
    body: html`<h1>Clock</h1>
${note}
<p>The org's time: stamps of records, date literals of queries, how long sessions, codes and locks last. It runs on from where it is set.</p>
<form method="post" class="sheet">${csrf}
<div class="field"><label>Now, in UTC <input name="now" value="${now}" required></label></div>
<p><button>Set</button> <button name="real" value="1" class="link">Show the real time again</button></p>
</form>`,
  };
}
