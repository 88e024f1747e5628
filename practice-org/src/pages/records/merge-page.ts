import type { Problem } from '../../api-error.ts';
import { callerOf } from '../../identity/org-user.ts';
import { mergeableObjects, mergeRecords } from '../../records/merge.ts';
import { doEach } from '../../records/save-all.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';
import { type Answer, PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';
import { displayText } from './field-text.ts';
import { type FoundRecord, findRecord, nameField } from './record-access.ts';
import { problemNote } from './record-page.ts';

/** Merging other records of the same object into this one, as the API's merge does it. */
export function mergePages(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/records/:id/merge', async (given) =>
    formPage(given, await findMergeable(given)),
  );

  routes.signedIn('post', '/practice-org/records/:id/merge', async (given): Promise<Answer> => {
    const found = await findMergeable(given);
    const { org, visitor, form } = given;
    const loserIds = ['first', 'second'].map((name) => form.get(name)?.trim() ?? '').filter(Boolean);
    const request = { object: found.object.name, master: { Id: found.id }, loserIds };
    const options = { source: 'csv', truncate: false } as const;
    const caller = callerOf(visitor.user);
    const [outcome] = await doEach(org, [request], false, (its, database) =>
      mergeRecords({ org, caller, view: found.view, database, options }, its),
    );
    if (outcome && 'done' in outcome) return { redirect: `/practice-org/records/${found.id}` };
    return formPage(given, found, outcome?.problems);
  });
}

async function findMergeable(given: SignedInRequest): Promise<FoundRecord> {
  const found = await findRecord(given);
  if (!mergeableObjects.has(found.object.name))
    throw new PageError(404, 'Only leads, contacts and accounts can be merged.');
  return found;
}

function formPage(given: SignedInRequest, { id, object, row }: FoundRecord, problems: Problem[] = []): Page {
  const title = displayText(row[nameField(object)]) || id;
  const value = (name: string) => given.form.get(name) ?? '';
  return {
    title: `Merge into ${title}`,
    section: 'records',
    status: problems.length > 0 ? 400 : 200,
    body: html`
<h1>Merge into ${title}</h1>
${problemNote(problems)}
<form method="post" class="sheet">
${given.csrf}
<p class="quiet">This record keeps its values and gets what belongs to the others. The others go to the recycle bin.</p>
<div class="fields">
<div class="field"><label>Id of the ${object.meta.describe.label.toLowerCase()} that is merged into this one <input name="first" value="${value('first')}" required autocomplete="off"></label></div>
<div class="field"><label>Id of a second one <input name="second" value="${value('second')}" autocomplete="off"></label></div>
</div>
<div class="actions"><button>Merge</button><a class="button plain" href="/practice-org/records/${id}">Cancel</a></div>
</form>`,
  };
}
