import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import { registerFeatureEndpoints } from '../features/feature-endpoints.ts';
import type { OrgContext } from '../org-context.ts';
import { definitionOf } from '../schema/custom-field-describe.ts';
import { requireAdministrator } from './administrators.ts';
import { alterField, createField, deleteField } from './custom-fields.ts';
import { alterObject, createObject, deleteObject } from './custom-objects.ts';
import { readFieldChanges, readFieldDefinition, readObjectDefinition } from './definition-input.ts';
import { findObject } from './field-rows.ts';
import { registerOrgRuleEndpoints } from './org-rule-endpoints.ts';
import { registerRecordTypeEndpoints } from './record-type-endpoints.ts';

type OfObject = { Params: { object: string } };
type OfField = { Params: { object: string; field: string } };

const root = '/practice-org/metadata';

/**
 * Objects and fields over JSON, for tests and rehearsals. Outside Salesforce's paths; `Authorization: Bearer` with the session
 * of an administrator. The answer is the describe of what was made or changed.
 */
export function registerMetadataEndpoints(app: FastifyInstance, org: OrgContext): void {
  app.register(async (routes) => {
    routes.addHook('onRequest', (request) => requireAdministrator(org, request));

    registerOrgRuleEndpoints(routes, org, root);
    registerRecordTypeEndpoints(routes, org, root);
    registerFeatureEndpoints(routes, org, root);

    routes.get(`${root}/objects`, async () => {
      const { objects } = await org.metadata.current();
      return [...objects.values()].map(({ name, describe }) => ({
        name,
        label: describe.label,
        custom: describe.custom === true,
      }));
    });

    routes.post(`${root}/objects`, async (request, reply) => {
      const made = await createObject(org, readObjectDefinition(request.body));
      return reply.code(201).send(made);
    });

    routes.patch<OfObject>(`${root}/objects/:object`, async (request) =>
      alterObject(org, request.params.object, readObjectDefinition(request.body)),
    );

    routes.delete<OfObject>(`${root}/objects/:object`, async (request, reply) => {
      await deleteObject(org, request.params.object);
      return reply.code(204).send();
    });

    routes.get<OfObject>(`${root}/objects/:object/fields`, async (request) => {
      const { name } = await findObject(reader(org.pool), request.params.object);
      const { objects } = await org.metadata.current();
      const fields = objects.get(name.toLowerCase())?.fields ?? [];
      return fields.map(({ describe, required }) => ({ custom: describe.custom, ...definitionOf(describe, required) }));
    });

    routes.post<OfObject>(`${root}/objects/:object/fields`, async (request, reply) => {
      const made = await createField(org, request.params.object, readFieldDefinition(request.body));
      return reply.code(201).send(made);
    });

    routes.patch<OfField>(`${root}/objects/:object/fields/:field`, async (request) =>
      alterField(org, request.params.object, request.params.field, readFieldChanges(request.body)),
    );

    routes.delete<OfField>(`${root}/objects/:object/fields/:field`, async (request, reply) => {
      await deleteField(org, request.params.object, request.params.field);
      return reply.code(204).send();
    });
  });
}
