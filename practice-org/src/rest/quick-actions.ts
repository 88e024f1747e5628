import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, fromProblem, notFound } from '../api-error.ts';
import { toId18 } from '../ids.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { InputRecord } from '../records/prepare.ts';
import { createRecords } from '../records/save.ts';
import { layoutRows } from './layouts.ts';
import { defaultValues, type QuickAction, quickActions } from './quick-action-list.ts';
import { basePathOf, objectIn, saving, sendJson, viewOf } from './request.ts';

type OfAction = { Params: { object?: string; action: string; context?: string } };
interface Execution {
  contextId?: string;
  record?: InputRecord;
}

/**
 * Global actions and those of an object's pages: their lists, forms, default values, and doing them.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_quickactions.htm
 */
export function registerQuickActions(routes: FastifyInstance, org: OrgContext): void {
  for (const place of ['/quickActions', '/sobjects/:object/quickActions']) {
    routes.get<OfAction>(place, async (request, reply) => {
      const { view, context, base } = await placeOf(org, request);
      return sendJson(
        reply,
        200,
        quickActions(view, context).map((action) => listed(action, base)),
      );
    });

    for (const form of [`${place}/:action`, `${place}/:action/describe`])
      routes.get<OfAction>(form, async (request, reply) => {
        const { view, action, base } = await find(org, request);
        return sendJson(reply, 200, described(view, action, base, org.baseUrl()));
      });

    routes.get<OfAction>(`${place}/:action/defaultValues`, (request, reply) => sendDefaults(org, request, reply));
    routes.get<OfAction>(`${place}/:action/defaultValues/:context`, (request, reply) =>
      sendDefaults(org, request, reply),
    );

    routes.post<OfAction & { Body: Execution }>(`${place}/:action`, async (request, reply) => {
      const { view, action } = await find(org, request);
      const { contextId, record = {} } = request.body ?? {};
      const about = contextId === undefined ? undefined : idOf(contextId);
      const values = { ...given(defaultValues(view, action, about)), ...finished(org, action), ...record };
      const id = await saving(org, request, action.target, async (context) => {
        const [result] = await createRecords(context, [values]);
        if (result?.errors[0]) throw fromProblem(result.errors[0]);
        return result?.id;
      });
      return sendJson(reply, 201, {
        contextId: about ?? null,
        created: true,
        errors: [],
        feedItemIds: [],
        id,
        success: true,
        successMessage: null,
      });
    });
  }
}

async function placeOf(org: OrgContext, request: FastifyRequest<OfAction>) {
  const view = await viewOf(org, request);
  const { object } = request.params;
  const context = object === undefined ? undefined : objectIn(view, object);
  return { view, context, base: `${basePathOf(request)}${context ? `/sobjects/${context.name}` : ''}/quickActions` };
}

async function find(org: OrgContext, request: FastifyRequest<OfAction>) {
  const { view, context, base } = await placeOf(org, request);
  const wanted = request.params.action.toLowerCase();
  const action = quickActions(view, context).find(
    ({ name, context: of }) => name.toLowerCase() === wanted || `${of}.${name}`.toLowerCase() === wanted,
  );
  if (!action) throw notFound();
  return { view, action, base };
}

async function sendDefaults(org: OrgContext, request: FastifyRequest<OfAction>, reply: FastifyReply) {
  const { view, action } = await find(org, request);
  const { context } = request.params;
  const values = defaultValues(view, action, context === undefined ? undefined : idOf(context));
  return sendJson(reply, 200, { attributes: { type: action.target }, ...values });
}

function listed(action: QuickAction, base: string) {
  const url = `${base}/${fullName(action)}`;
  return {
    label: action.label,
    name: fullName(action),
    type: action.type,
    urls: {
      defaultValues: `${url}/defaultValues`,
      quickAction: url,
      describe: `${url}/describe`,
      defaultValuesTemplate: `${url}/defaultValues/{ID}`,
    },
  };
}

function described(view: ProfileView, action: QuickAction, base: string, host: string): object {
  const target = view.object(action.target) as ObjectView;
  const fields = action.fields.flatMap((name) => target.field(name) ?? []);
  return {
    accessLevelRequired: null,
    canvasApplicationIconUrl: null,
    canvasApplicationId: null,
    canvasApplicationName: null,
    colors: [],
    contextSobjectType: action.context ?? null,
    defaultValues: Object.entries(action.presets ?? {}).map(([field, defaultValue]) => ({ field, defaultValue })),
    height: null,
    iconName: null,
    iconUrl: `${host}/img/icon/${action.target.toLowerCase()}32.png`,
    icons: [],
    layout: { layoutRows: layoutRows(fields), name: fullName(action) },
    miniIconUrl: `${host}/img/icon/${action.target.toLowerCase()}16.png`,
    showQuickActionLcHeader: false,
    showQuickActionVfHeader: false,
    targetParentField: action.parent?.object ?? null,
    targetRecordTypeId: null,
    targetSobjectType: action.target,
    visualforcePageName: null,
    visualforcePageUrl: null,
    width: null,
    ...listed(action, base),
  };
}

const fullName = ({ context, name }: QuickAction) => (context ? `${context}.${name}` : name);

/** A call is logged when it is over. */
function finished(org: OrgContext, { type }: QuickAction): InputRecord {
  if (type !== 'LogACall') return {};
  return { Status: 'Completed', ActivityDate: org.clock.now().toISOString().slice(0, 10), TaskSubtype: 'Call' };
}

function given(values: InputRecord): InputRecord {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function idOf(text: string): string {
  const id = toId18(text);
  if (!id) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${text}`, []);
  return id;
}
