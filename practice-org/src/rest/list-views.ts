import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../api-error.ts';
import { checkCharacters } from '../ids.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { runQuery } from '../soql/run-query.ts';
import { basePathOf, objectIn, sendJson, viewOf } from './request.ts';

type OfObject = { Params: { object: string } };
type OfView = { Params: { object: string; id: string } };

interface ListView {
  id: string;
  developerName: string;
  label: string;
  where: string;
  orderBy: string;
}

/** The list views each object has from the start: all records, one's own, the newest. */
export function registerListViews(routes: FastifyInstance, org: OrgContext): void {
  routes.get<OfObject>('/sobjects/:object/listviews', async (request, reply) => {
    const object = objectIn(await viewOf(org, request), request.params.object);
    const listviews = viewsOf(object).map((view) => summary(view, urlOf(request, object)));
    return sendJson(reply, 200, {
      done: true,
      listviews,
      nextRecordsUrl: null,
      size: listviews.length,
      sobjectType: object.name,
    });
  });

  routes.get<OfView>('/sobjects/:object/listviews/:id', async (request, reply) => {
    const { object, view } = await find(org, request);
    return sendJson(reply, 200, summary(view, urlOf(request, object)));
  });

  routes.get<OfView>('/sobjects/:object/listviews/:id/describe', async (request, reply) => {
    const { object, view } = await find(org, request);
    return sendJson(reply, 200, {
      columns: columns(object),
      id: view.id,
      orderBy: [{ fieldNameOrPath: view.orderBy.split(' ')[0], nullsPosition: 'first', sortDirection: 'ascending' }],
      query: soqlOf(object, view),
      scope: null,
      sobjectType: object.name,
      whereCondition: { conditions: [], conjunction: 'and' },
    });
  });

  routes.get<OfView & { Querystring: { limit?: string; offset?: string } }>(
    '/sobjects/:object/listviews/:id/results',
    async (request, reply) => {
      const { object, view } = await find(org, request);
      const limit = Math.min(2000, Number(request.query.limit) || 25);
      const soql = `${soqlOf(object, view)} LIMIT ${limit} OFFSET ${Math.min(2000, Number(request.query.offset) || 0)}`;
      const options = { soql, allRows: false, pageSize: 2000, basePath: basePathOf(request) };
      const { records } = await runQuery(org, request.caller, options);
      return sendJson(reply, 200, {
        columns: columns(object),
        developerName: view.developerName,
        done: records.length < limit,
        id: view.id,
        label: view.label,
        records: records.map((record) => ({ columns: cells(object, record as Record<string, unknown>) })),
        size: records.length,
      });
    },
  );
}

async function find(org: OrgContext, request: FastifyRequest<OfView>): Promise<{ object: ObjectView; view: ListView }> {
  const object = objectIn(await viewOf(org, request), request.params.object);
  const view = viewsOf(object).find(({ id }) => id.startsWith(request.params.id.slice(0, 15)));
  if (!view) throw notFound();
  return { object, view };
}

/** The query of the list view with this id, if it is one. */
export function listViewQuery(view: ProfileView, id: string): string | undefined {
  if (!/^00B\w{12}(\w{3})?$/.test(id)) return undefined;
  for (const object of view.objects()) {
    const found = viewsOf(object).find((one) => one.id.startsWith(id.slice(0, 15)));
    if (found) return soqlOf(object, found);
  }
  throw notFound();
}

function viewsOf(object: ObjectView): ListView[] {
  const plural = object.meta.describe.labelPlural as string;
  const plain = plural.replace(/\W/g, '');
  const owned = object.field('OwnerId')
    ? [{ developerName: `My${plain}`, label: `My ${plural}`, where: 'USING SCOPE mine' }]
    : [];
  const all = { developerName: `All${plain}`, label: `All ${plural}`, where: '' };
  const orderBy = `${nameOf(object)} ASC NULLS FIRST, Id ASC NULLS FIRST`;
  return [all, ...owned].map((view, i) => {
    const id15 = `00B${String(object.keyPrefix ?? '000')}0000000${String(i).padStart(2, '0')}`;
    return { ...view, id: id15 + checkCharacters(id15), orderBy };
  });
}

function nameOf(object: ObjectView): string {
  return object.fields.find(({ describe }) => describe.nameField)?.name ?? 'Id';
}

function soqlOf(object: ObjectView, { where, orderBy }: ListView): string {
  const names = [
    ...new Set([...shown(object).map(({ name }) => name), 'Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp']),
  ];
  const fields = names.filter((name) => object.field(name)).join(', ');
  return `SELECT ${fields} FROM ${object.name} ${where} ORDER BY ${orderBy}`.replace(/ +/g, ' ');
}

const columnNames = [
  'Company',
  'Account.Name',
  'Title',
  'Phone',
  'Email',
  'Status',
  'Type',
  'StageName',
  'Amount',
  'CloseDate',
  'OwnerId',
];

function shown(object: ObjectView) {
  return [nameOf(object), ...columnNames].flatMap((name) => object.field(name) ?? []);
}

function columns(object: ObjectView): object[] {
  return shown(object).map(({ name, describe }) => ({
    ascendingLabel: null,
    descendingLabel: null,
    fieldNameOrPath: name,
    hidden: false,
    label: describe.label,
    searchable: true,
    selectListItem: name,
    sortDirection: name === nameOf(object) ? 'ascending' : null,
    sortIndex: name === nameOf(object) ? 0 : null,
    sortable: describe.sortable,
    type: describe.type,
  }));
}

function cells(object: ObjectView, record: Record<string, unknown>): object[] {
  return [...shown(object).map(({ name }) => name), 'Id'].map((fieldNameOrPath) => {
    const value = record[fieldNameOrPath];
    return { fieldNameOrPath, value: value === null || value === undefined ? null : String(value) };
  });
}

function urlOf(request: FastifyRequest, object: ObjectView): string {
  return `${basePathOf(request)}/sobjects/${object.name}/listviews`;
}

function summary({ id, developerName, label }: ListView, base: string): object {
  return {
    describeUrl: `${base}/${id}/describe`,
    developerName,
    id,
    label,
    resultsUrl: `${base}/${id}/results`,
    soqlCompatible: true,
    url: `${base}/${id}`,
  };
}
