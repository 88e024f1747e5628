import type { Problem } from '../../api-error.ts';
import { callerOf } from '../../identity/org-user.ts';
import { convertLead } from '../../records/convert-lead.ts';
import { doEach } from '../../records/save-all.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';
import { type Answer, PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';
import { displayText } from './field-text.ts';
import { type FoundRecord, findRecord } from './record-access.ts';
import { problemNote } from './record-page.ts';

/** Converting a lead, as the API's convertLead does it. */
export function convertPages(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/records/:id/convert', async (given) => formPage(given, await findLead(given)));

  routes.signedIn('post', '/practice-org/records/:id/convert', async (given): Promise<Answer> => {
    const found = await findLead(given);
    const { org, visitor, form } = given;
    const text = (name: string) => form.get(name)?.trim() || undefined;
    const conversion = {
      leadId: found.id,
      convertedStatus: text('convertedStatus') ?? '',
      accountId: text('accountId'),
      contactId: text('contactId'),
      opportunityName: text('opportunityName'),
      doNotCreateOpportunity: !form.has('opportunity'),
      overwriteLeadSource: form.has('overwriteLeadSource'),
    };
    const options = { source: 'csv', truncate: false } as const;
    const caller = callerOf(visitor.user);
    const [outcome] = await doEach(org, [conversion], false, (its, database) =>
      convertLead({ org, caller, view: found.view, database, options }, its),
    );
    if (outcome && 'done' in outcome) return { redirect: `/practice-org/records/${outcome.done.contactId}` };
    return formPage(given, found, outcome?.problems);
  });
}

async function findLead(given: SignedInRequest): Promise<FoundRecord> {
  const found = await findRecord(given);
  if (found.object.name !== 'Lead') throw new PageError(404, 'Only leads can be converted.');
  return found;
}

async function formPage(given: SignedInRequest, { id, row }: FoundRecord, problems: Problem[] = []): Promise<Page> {
  const { rows } = await given.org.pool.query<{ name: string }>(
    'select "ApiName" as name from org."LeadStatus" where "IsConverted" order by "SortOrder"',
  );
  const value = (name: string) => given.form.get(name) ?? '';
  return {
    title: `Convert ${displayText(row.Name)}`,
    section: 'records',
    status: problems.length > 0 ? 400 : 200,
    body: html`
<h1>Convert ${displayText(row.Name)}</h1>
${problemNote(problems)}
<form method="post" class="sheet">
${given.csrf}
<p class="quiet">Makes a contact, an account and an opportunity of the lead. With the Id of an existing account, and of an existing contact of it, their blank fields are filled.</p>
<div class="fields">
<div class="field"><label>Converted status <select name="convertedStatus">${rows.map(({ name }) => html`<option>${name}</option>`)}</select></label></div>
<div class="field"><label>Id of an existing account <input name="accountId" value="${value('accountId')}" autocomplete="off"></label></div>
<div class="field"><label>Id of an existing contact <input name="contactId" value="${value('contactId')}" autocomplete="off"></label></div>
<div class="field"><label class="check"><input type="checkbox" name="opportunity" checked> Make an opportunity</label></div>
<div class="field"><label>Opportunity name <input name="opportunityName" value="${value('opportunityName')}" placeholder="${displayText(row.Company)}-"></label></div>
<div class="field"><label class="check"><input type="checkbox" name="overwriteLeadSource"> Overwrite the contact's lead source</label></div>
</div>
<div class="actions"><button>Convert</button><a class="button plain" href="/practice-org/records/${id}">Cancel</a></div>
</form>`,
  };
}
