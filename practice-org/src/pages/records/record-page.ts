import type { Problem } from '../../api-error.ts';
import type { ViewField } from '../../metadata/profile-view.ts';
import { deleteRecords, undeleteRecords } from '../../records/delete.ts';
import { mergeableObjects } from '../../records/merge.ts';
import { noteViewed } from '../../records/recently-viewed.ts';
import type { SaveContext, SaveResult } from '../../records/save-context.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import type { Answer, PageRoutes, SignedInRequest } from '../page-routes.ts';
import { displayText } from './field-text.ts';
import { type FoundRecord, findRecord, nameField, namesOf, save, visibleFields } from './record-access.ts';

/** One record: what the visitor may see of it, and what may be done with it. */
export function recordPage(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/records/:id', async (given) => {
    const found = await findRecord(given);
    await noteViewed(given.org, given.visitor.user.id, found.object.name, [found.id]);
    return showRecord(given, found);
  });
  routes.signedIn('post', '/practice-org/records/:id/delete', (given) => change(given, deleteRecords));
  routes.signedIn('post', '/practice-org/records/:id/undelete', (given) => change(given, undeleteRecords));
}

async function change(
  given: SignedInRequest,
  work: (context: SaveContext, ids: unknown[]) => Promise<SaveResult[]>,
): Promise<Answer> {
  const found = await findRecord(given);
  const result = await save(given, found, (context) => work(context, [found.id]));
  if (result.success) return { redirect: `/practice-org/records/${found.id}` };
  return showRecord(given, found, result.errors);
}

async function showRecord(given: SignedInRequest, found: FoundRecord, problems: Problem[] = []): Promise<Page> {
  const { object, row, view } = found;
  const fields = visibleFields(object);
  const references = fields.filter(isReference).map(({ name }) => row[name]);
  const names = await namesOf(given, view, references);
  const title = displayText(row[nameField(object)]) || found.id;
  return {
    title,
    section: 'records',
    status: problems.length > 0 ? 400 : 200,
    body: html`
<p><a href="/practice-org/objects/${object.name}">${object.meta.describe.labelPlural}</a></p>
<h1>${title} ${row.IsDeleted === true && html`<span class="tag bad">deleted</span>`}${row.IsConverted === true && html`<span class="tag">converted</span>`}</h1>
${problemNote(problems)}
<div class="sheet">
${actions(given, found)}
<dl>${fields.map((field) => html`<div><dt>${field.describe.label}</dt><dd>${fieldValue(field, row[field.name], names)}</dd></div>`)}</dl>
</div>`,
  };
}

export function problemNote(problems: Problem[]): Html | false {
  if (problems.length === 0) return false;
  return html`<div class="note bad" role="alert">${problems.map(({ statusCode, message, fields }) => html`<p>${message}${fields.length > 0 && ` (${fields.join(', ')})`} <code>${statusCode}</code></p>`)}</div>`;
}

function fieldValue(field: ViewField, value: unknown, names: Map<string, string>): Html | string {
  const text = displayText(value);
  if (!text) return html`<span class="quiet">–</span>`;
  if (isReference(field) && names.has(text))
    return html`<a href="/practice-org/records/${text}">${names.get(text)}</a>`;
  return text;
}

function isReference({ describe }: ViewField): boolean {
  return describe.type === 'reference';
}

function actions({ csrf }: SignedInRequest, { id, object, row }: FoundRecord): Html {
  const { describe } = object.meta;
  const button = (action: string, label: string, style: string) =>
    html`<form method="post" action="/practice-org/records/${id}/${action}">${csrf}<button class="${style}">${label}</button></form>`;
  if (row.IsDeleted === true) return html`<div class="actions">${button('undelete', 'Undelete', '')}</div>`;
  return html`<div class="actions">
${describe.updateable && object.permission.editable && html`<a class="button" href="/practice-org/records/${id}/edit">Edit</a>`}
${object.name === 'Lead' && !row.IsConverted && html`<a class="button plain" href="/practice-org/records/${id}/convert">Convert</a>`}
${mergeableObjects.has(object.name) && !row.IsConverted && html`<a class="button plain" href="/practice-org/records/${id}/merge">Merge</a>`}
${describe.deletable && object.permission.deletable && button('delete', 'Delete', 'danger')}
</div>`;
}
