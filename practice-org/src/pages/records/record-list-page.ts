import type { ObjectView, ViewField } from '../../metadata/profile-view.ts';
import { type Html, html } from '../html.ts';
import type { PageRoutes } from '../page-routes.ts';
import { displayText } from './field-text.ts';
import {
  has,
  listRecords,
  nameField,
  pageSize,
  type Row,
  requireObject,
  searchedFields,
  viewOf,
} from './record-access.ts';

const interesting = [
  'Email',
  'Company',
  'Username',
  'Title',
  'Phone',
  'Status',
  'StageName',
  'Type',
  'Industry',
  'IsActive',
  'LeadSource',
];
const mostColumns = 4;

interface ListState {
  search: string;
  page: number;
  deleted: boolean;
}

/** The records of an object, last changed first; searched by name and e-mail; the recycle bin is a list too. */
export function recordListPage(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/objects/:object', async (given) => {
    const object = requireObject(await viewOf(given), given.path.object ?? '');
    const state: ListState = {
      search: (given.query.get('search') ?? '').trim(),
      page: Math.max(1, Math.floor(Number(given.query.get('page'))) || 1),
      deleted: given.query.has('deleted'),
    };
    const rows = await listRecords(given, object, state);
    return {
      title: object.meta.describe.labelPlural,
      section: 'records',
      body: html`
<p><a href="/practice-org/objects">Records</a></p>
<h1>${object.meta.describe.labelPlural}</h1>
${searchBar(object, state)}
${rows.length > 0 ? recordTable(object, rows.slice(0, pageSize)) : html`<p class="sheet quiet">${emptyText(state)}</p>`}
${pager(object, state, rows.length > pageSize)}`,
    };
  });
}

function searchBar(object: ObjectView, state: ListState): Html {
  const canCreate = object.permission.createable && object.meta.describe.createable;
  return html`<form class="bar" method="get">
${searchedFields(object).length > 0 && html`<div class="grow"><label>Search <small>${searchedFields(object).join(', ')}</small><input type="search" name="search" value="${state.search}"></label></div>`}
${has(object, 'IsDeleted') && html`<label class="check"><input type="checkbox" name="deleted"${state.deleted && html` checked`}> Recycle bin</label>`}
<button class="plain">Show</button>
${canCreate && html`<a class="button" href="/practice-org/objects/${object.name}/new">New</a>`}
</form>`;
}

function recordTable(object: ObjectView, rows: Row[]): Html {
  const name = nameField(object);
  const columns = listColumns(object);
  return html`<div class="sheet wide"><table class="stack">
<thead><tr><th>${object.field(name)?.describe.label}</th>${columns.map(({ describe }) => html`<th>${describe.label}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`
<tr><td data-label="${object.field(name)?.describe.label}">${recordLink(object, row)}</td>${columns.map(
      (column) => html`<td data-label="${column.describe.label}">${displayText(row[column.name])}</td>`,
    )}</tr>`,
  )}
</tbody></table></div>`;
}

/** An object without a key prefix has records that no address can name. */
function recordLink(object: ObjectView, row: Row): Html | string {
  const text = displayText(row[nameField(object)]) || String(row.Id);
  return object.keyPrefix ? html`<a href="/practice-org/records/${String(row.Id)}">${text}</a>` : text;
}

function listColumns(object: ObjectView): ViewField[] {
  const chosen = interesting.flatMap((name) =>
    has(object, name) && name !== nameField(object) ? [object.field(name) as ViewField] : [],
  );
  const stamp = object.field('SystemModstamp');
  return [...chosen.slice(0, mostColumns), ...(stamp ? [stamp] : [])];
}

function emptyText({ search, deleted }: ListState): string {
  if (search) return `Nothing found for “${search}”.`;
  return deleted ? 'The recycle bin is empty.' : 'There are no records.';
}

function pager(object: ObjectView, state: ListState, hasNext: boolean): Html | false {
  if (state.page === 1 && !hasNext) return false;
  const link = (page: number, label: string) => {
    const query = new URLSearchParams({
      page: String(page),
      ...(state.search && { search: state.search }),
      ...(state.deleted && { deleted: 'on' }),
    });
    return html`<a class="button plain" href="/practice-org/objects/${object.name}?${query.toString()}">${label}</a>`;
  };
  return html`<nav class="bar" aria-label="Pages">${state.page > 1 && link(state.page - 1, 'Previous')}<span class="quiet">Page ${state.page}</span>${hasNext && link(state.page + 1, 'Next')}</nav>`;
}
