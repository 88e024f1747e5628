import {
  ConversionPreview,
  FieldChanges,
  FieldParams,
  FieldView,
  FieldViews,
  OptOutList,
  OptOutQuery,
  RenameDecision,
  SchemaChanges,
  TypeDecision,
  TypeQuery,
} from '@lockstep/contract/fields.ts';
import { recordAudit } from '../auth/audit.ts';
import { listOptOuts } from '../people/opt-out.ts';
import type { Client } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { fieldsAsCsv } from '../sync/fields/fields-csv.ts';
import { changeField, findField, listFieldDetails } from '../sync/fields/manage-fields.ts';
import { decideRename, decideType, listSchemaChanges } from '../sync/fields/schema-decisions.ts';
import { previewConversion } from '../sync/fields/type-changes.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['fields'];

/** Field management and what the org's schema asks of an administrator (FLD-6, FLD-9). */
export const fieldRoutes: Routes = (app, { pool }) => {
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);
  const onRequest = requireRole('viewer');

  app.get(
    '/admin/field-management',
    { onRequest, schema: { tags, summary: 'All fields and what uses them (FLD-9)', response: { 200: FieldViews } } },
    async () => ({ fields: await within(listFieldDetails) }),
  );

  app.get(
    '/admin/field-management.csv',
    { onRequest, schema: { tags, summary: 'The same as CSV' } },
    async (_request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('Content-Disposition', 'attachment; filename="fields.csv"')
        .send(fieldsAsCsv(await within(listFieldDetails))),
  );

  app.get(
    '/admin/field-management/:name',
    { onRequest, schema: { tags, summary: 'One field', params: FieldParams, response: { 200: FieldView } } },
    async (request) => within((client) => findField(client, request.params.name)),
  );

  app.patch(
    '/admin/field-management/:name',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Label, hidden, volatile, blanks, blocked sources; what is not named stays',
        params: FieldParams,
        body: FieldChanges,
        response: { 200: FieldView },
      },
    },
    async (request) =>
      within(async (client) => {
        const { name } = request.params;
        const changed = await changeField(client, name, request.body);
        await recordAudit(client, {
          ...actorOf(request),
          action: 'fields/changed',
          target: name,
          detail: request.body,
        });
        return changed;
      }),
  );

  app.get(
    '/admin/schema-changes',
    { onRequest, schema: { tags, summary: 'What waits for a decision (FLD-6)', response: { 200: SchemaChanges } } },
    async () => within(listSchemaChanges),
  );

  app.post(
    '/admin/schema-changes/renames',
    {
      onRequest: requireRole('admin'),
      schema: { tags, summary: 'Accept or decline a rename', body: RenameDecision, response: { 200: SchemaChanges } },
    },
    async (request) =>
      within(async (client) => {
        const { field, decision } = request.body;
        await decideRename(client, field, decision);
        await recordAudit(client, {
          ...actorOf(request),
          action: 'fields/rename-decided',
          target: field,
          detail: { decision },
        });
        return listSchemaChanges(client);
      }),
  );

  app.get(
    '/admin/schema-changes/types/preview',
    {
      onRequest,
      schema: {
        tags,
        summary: 'What converting would do, and the values that do not fit',
        querystring: TypeQuery,
        response: { 200: ConversionPreview },
      },
    },
    async (request) => within((client) => previewConversion(client, request.query.field)),
  );

  app.post(
    '/admin/schema-changes/types',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Convert the values, start with an empty column, or take that back',
        body: TypeDecision,
        response: { 200: SchemaChanges },
      },
    },
    async (request) =>
      within(async (client) => {
        const { field, decision } = request.body;
        await decideType(client, field, decision);
        await recordAudit(client, {
          ...actorOf(request),
          action: 'fields/type-decided',
          target: field,
          detail: { decision },
        });
        return listSchemaChanges(client);
      }),
  );

  app.get(
    '/admin/opt-outs',
    {
      onRequest,
      schema: {
        tags,
        summary: 'What was decided about e-mail addresses, newest first (FLD-9)',
        querystring: OptOutQuery,
        response: { 200: OptOutList },
      },
    },
    async (request) => ({ optOuts: await within((client) => listOptOuts(client, request.query)) }),
  );
};
