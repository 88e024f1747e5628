import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../../org-context.ts';
import { listMails, type Mail } from '../../records/mails.ts';
import { type Html, html } from '../html.ts';
import type { PageRoutes } from '../page-routes.ts';

/** What the org would have mailed: a page, and `/practice-org/mails` for programs. */
export function mailsPage(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/mails', async ({ org }) => {
    const mails = await listMails(org.pool);
    return {
      title: 'Mails',
      section: 'mails',
      body: html`<h1>Mails</h1>
<p>What Salesforce would have mailed, to owners of records and for programs. Nothing is ever sent.</p>
${mails.length === 0 ? html`<p class="quiet">No mails yet.</p>` : mailTable(mails)}`,
    };
  });
}

/** Without a login, as `/practice-org/faults`. */
export function registerMailsEndpoint(app: FastifyInstance, org: OrgContext): void {
  app.get('/practice-org/mails', async () => ({ mails: await listMails(org.pool) }));
}

function mailTable(mails: readonly Mail[]): Html {
  return html`<table><thead><tr><th>At</th><th>To</th><th>Subject</th><th>Record</th></tr></thead><tbody>
${mails.map(({ at, toId, toAddress, subject, body, recordId }) => html`<tr><td>${at}</td><td>${toAddress ?? toId}</td><td>${subject}${body && html`<p class="quiet">${body}</p>`}</td><td>${recordId}</td></tr>`)}
</tbody></table>`;
}
