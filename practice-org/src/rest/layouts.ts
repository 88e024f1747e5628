import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../api-error.ts';
import type { ObjectView, ProfileView, ViewField, ViewRecordType } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { hasPicklist, picklistValuesFor, recordTypeInfos, recordTypeOf } from './record-type-infos.ts';
import { basePathOf, objectIn, sendJson, viewOf } from './request.ts';
import { namedObjects } from './search-lookups.ts';

type OfObject = { Params: { object: string } };

/** What user interfaces ask an org about: tabs, colours, and where fields stand on a page. Each object has one layout. */
export function registerLayouts(routes: FastifyInstance, org: OrgContext): void {
  const objectOf = async (request: FastifyRequest<OfObject>) =>
    objectIn(await viewOf(org, request), request.params.object);

  routes.get<OfObject>('/sobjects/:object/describe/layouts', async (request, reply) => {
    const object = await objectOf(request);
    return sendJson(reply, 200, describeLayout(object, urlOf(object, request)));
  });

  routes.get<OfObject & { Params: { recordType: string } }>(
    '/sobjects/:object/describe/layouts/:recordType',
    async (request, reply) => {
      const object = await objectOf(request);
      if (recordTypeOf(object, request.params.recordType) === null) throw notFound();
      return sendJson(reply, 200, layout(object));
    },
  );

  // The only layout with a name that Salesforce has.
  routes.get('/sobjects/User/describe/namedLayouts/UserAlt', async (request, reply) => {
    const object = objectIn(await viewOf(org, request), 'User');
    return sendJson(reply, 200, describeLayout(object, urlOf(object, request)));
  });

  routes.get<OfObject>('/sobjects/:object/describe/compactLayouts', async (request, reply) => {
    const object = await objectOf(request);
    const mappings = recordTypeInfos(object).map(({ active: _, ...info }) => ({
      ...info,
      compactLayoutId: null,
      compactLayoutName: 'SYSTEM',
      urls: { compactLayout: `${urlOf(object, request)}/describe/compactLayouts/${info.recordTypeId}` },
    }));
    return sendJson(reply, 200, {
      compactLayouts: [compactLayout(object)],
      defaultCompactLayoutId: null,
      recordTypeCompactLayoutMappings: mappings,
      urls: { primary: `${urlOf(object, request)}/describe/compactLayouts/primary` },
    });
  });

  routes.get<OfObject>('/sobjects/:object/describe/compactLayouts/primary', async (request, reply) =>
    sendJson(reply, 200, compactLayout(await objectOf(request))),
  );

  routes.get<{ Querystring: { q?: string } }>('/compactLayouts', async (request, reply) => {
    const objects = namedObjects(await viewOf(org, request), request.query.q);
    return sendJson(reply, 200, Object.fromEntries(objects.map((object) => [object.name, compactLayout(object)])));
  });

  routes.get<OfObject>('/sobjects/:object/describe/approvalLayouts', async (request, reply) => {
    await objectOf(request);
    return sendJson(reply, 200, { approvalLayouts: [] });
  });

  routes.get('/tabs', async (request, reply) => {
    const view = await viewOf(org, request);
    return sendJson(reply, 200, tabsOf(view, org.baseUrl(), basePathOf(request)));
  });

  routes.get('/theme', async (request, reply) => {
    const objects = (await viewOf(org, request)).objects().filter(hasTab);
    return sendJson(reply, 200, {
      themeItems: objects.map(({ name }) => ({ colors: colors(), icons: [], name })),
    });
  });
}

/** The layouts of an object, and which picklist values each of its record types has. */
export function describeLayout(object: ObjectView, url: string, recordTypeIds?: readonly string[]) {
  const infos = recordTypeInfos(object).filter(
    ({ recordTypeId }) =>
      !recordTypeIds?.length || recordTypeIds.some((id) => id.slice(0, 15) === recordTypeId.slice(0, 15)),
  );
  return {
    layouts: [layout(object)],
    recordTypeMappings: infos.map((info) => ({
      ...info,
      layoutId: null,
      picklistsForRecordType: picklists(object, recordTypeOf(object, info.recordTypeId) ?? undefined),
      urls: { layout: `${url}/describe/layouts/${info.recordTypeId}` },
    })),
    recordTypeSelectorRequired: [infos.filter(({ available, master }) => available && !master).length > 1],
  };
}

export function tabsOf(view: ProfileView, baseUrl: string, basePath: string): object[] {
  return view
    .objects()
    .filter(hasTab)
    .map((object) => tab(object, baseUrl, basePath));
}

const urlOf = ({ name }: ObjectView, request: FastifyRequest) => `${basePathOf(request)}/sobjects/${name}`;
const hasTab = ({ meta }: ObjectView) => meta.describe.layoutable === true && meta.describe.mruEnabled === true;
const colors = () => [{ color: '147BBA', context: 'primary', theme: 'theme4' }];

function tab({ name, meta }: ObjectView, baseUrl: string, basePath: string): object {
  return {
    colors: colors(),
    custom: meta.describe.custom,
    iconUrl: `${baseUrl}/img/icon/${name.toLowerCase()}32.png`,
    icons: [],
    label: meta.describe.labelPlural,
    miniIconUrl: `${baseUrl}/img/icon/${name.toLowerCase()}16.png`,
    name: `standard-${name}`,
    sobjectName: name,
    timeZone: null,
    url: `${baseUrl}${basePath}/sobjects/${name}`,
  };
}

function picklists({ fields }: ObjectView, type: ViewRecordType | undefined): object[] {
  return fields
    .filter(hasPicklist)
    .map((field) => ({ picklistName: field.name, picklistValues: picklistValuesFor(field, type) }));
}

/** Two columns of everything that can be seen. */
function layout(object: ObjectView): object {
  const shown = object.fields.filter(({ describe }) => describe.compoundFieldName === null || describe.nameField);
  const sections = [
    {
      columns: 2,
      heading: 'Information',
      layoutRows: layoutRows(shown),
      rows: Math.ceil(shown.length / 2),
      tabOrder: 'LeftRight',
      useCollapsibleSection: false,
      useHeading: true,
    },
  ];
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: sections,
    editLayoutSections: sections,
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: null,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

/** Fields side by side, two in a row. */
export function layoutRows(fields: readonly ViewField[]): object[] {
  return pairs(fields).map((row) => ({ layoutItems: row.map(layoutItem), numItems: row.length }));
}

function layoutItem(field: ViewField): object {
  return {
    editableForNew: field.createable,
    editableForUpdate: field.updateable,
    label: field.describe.label,
    layoutComponents: [component(field)],
    placeholder: false,
    required: field.createable && (field.required || (!field.describe.nillable && !field.describe.defaultedOnCreate)),
  };
}

function component({ name, describe }: ViewField): object {
  return { details: describe, displayLines: 1, tabOrder: 1, type: 'Field', value: name };
}

/** The system's own compact layout: the name. */
function compactLayout({ name, fields }: ObjectView): object {
  const title = fields.filter(({ describe }) => describe.nameField).map(layoutItem);
  return {
    actions: [],
    fieldItems: title,
    id: null,
    imageItems: [],
    label: 'System Default',
    name: 'SYSTEM',
    objectType: name,
  };
}

function pairs<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(2 * i, 2 * i + 2));
}
