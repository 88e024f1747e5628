import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { findObject } from './field-rows.ts';
import { invalid } from './invalid.ts';
import type { RecordTypeMeta } from './metadata.ts';
import { alterRecordType, createRecordType, type RecordTypeDefinition } from './record-types.ts';

type OfObject = { Params: { object: string } };
type OfType = { Params: { object: string; name: string } };
type Json = Record<string, unknown>;

/** The record types of an object over JSON. There is no way to delete one, as in the Metadata API: it is made inactive. */
export function registerRecordTypeEndpoints(routes: FastifyInstance, org: OrgContext, root: string): void {
  routes.get<OfObject>(`${root}/objects/:object/record-types`, async (request) => {
    const { name } = await findObject(reader(org.pool), request.params.object);
    const { objects } = await org.metadata.current();
    return (objects.get(name.toLowerCase())?.recordTypes ?? []).map(shown);
  });

  routes.post<OfObject>(`${root}/objects/:object/record-types`, async (request, reply) => {
    const definition = readRecordType(request.body);
    const { name, label } = definition;
    if (!name) throw invalid('Required fields are missing: [name]', 'REQUIRED_FIELD_MISSING');
    const made = await createRecordType(org, request.params.object, { ...definition, name, label: label ?? name });
    return reply.code(201).send(shown(made));
  });

  routes.patch<OfType>(`${root}/objects/:object/record-types/:name`, async (request) => {
    const { name: _, ...changes } = readRecordType(request.body);
    return shown(await alterRecordType(org, request.params.object, request.params.name, changes));
  });
}

function shown({ developerName, name, picklists, ...type }: RecordTypeMeta): object {
  return {
    ...type,
    name: developerName,
    label: name,
    picklistValues: [...picklists].map(([picklist, { values, preset }]) => ({ picklist, values, default: preset })),
  };
}

function readRecordType(body: unknown): Partial<RecordTypeDefinition> {
  const { name, label, description, active, picklistValues, profiles } = asObject(body);
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof label === 'string' && { label }),
    ...(typeof description === 'string' && { description }),
    ...(typeof active === 'boolean' && { active }),
    ...(picklistValues !== undefined && { picklistValues: listOf(picklistValues, 'picklistValues').map(readPicklist) }),
    ...(profiles !== undefined && { profiles: listOf(profiles, 'profiles').map(readProfile) }),
  };
}

function readPicklist({ picklist, values, default: preset }: Json) {
  if (typeof picklist !== 'string' || !Array.isArray(values) || !values.every((value) => typeof value === 'string'))
    throw invalid('picklistValues are entries such as {"picklist":"LeadSource","values":["Web"],"default":"Web"}');
  return { picklist, values, ...(typeof preset === 'string' && { default: preset }) };
}

function readProfile({ profile, visible, default: isDefault }: Json) {
  if (typeof profile !== 'string')
    throw invalid('profiles are entries such as {"profile":"Marketing Sync","visible":true,"default":false}');
  return {
    profile,
    ...(typeof visible === 'boolean' && { visible }),
    ...(typeof isDefault === 'boolean' && { default: isDefault }),
  };
}

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('A JSON object is needed', 'JSON_PARSER_ERROR');
  return value as Json;
}

function listOf(value: unknown, name: string): Json[] {
  if (!Array.isArray(value)) throw invalid(`${name} is a list`, 'JSON_PARSER_ERROR');
  return value.map(asObject);
}
