import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import { toId18 } from '../ids.ts';
import type { OrgContext } from '../org-context.ts';
import type { Condition } from '../records/org-rules.ts';
import { changeMetadata } from './change-metadata.ts';
import { findObject } from './field-rows.ts';
import { invalid } from './invalid.ts';

type OfObject = { Params: { object: string } };
type Json = Record<string, unknown>;

/** The assignment and duplicate rules of an object, each list read and replaced as a whole. */
export function registerOrgRuleEndpoints(routes: FastifyInstance, org: OrgContext, root: string): void {
  routes.get<OfObject>(`${root}/objects/:object/assignment-rules`, async (request) => {
    const { name } = await findObject(reader(org.pool), request.params.object);
    return assignmentRules(org, name);
  });

  routes.put<OfObject>(`${root}/objects/:object/assignment-rules`, async (request) => {
    const { name } = await findObject(reader(org.pool), request.params.object);
    await setAssignmentRules(org, name, listOf(request.body).map(readAssignment));
    return assignmentRules(org, name);
  });

  routes.get<OfObject>(`${root}/objects/:object/duplicate-rules`, async (request) => {
    const { name } = await findObject(reader(org.pool), request.params.object);
    return duplicateRules(org, name);
  });

  routes.put<OfObject>(`${root}/objects/:object/duplicate-rules`, async (request) => {
    const { name } = await findObject(reader(org.pool), request.params.object);
    await setDuplicateRules(org, name, listOf(request.body).map(readDuplicate));
    return duplicateRules(org, name);
  });
}

export interface AssignmentEntry {
  /** Missing: every record. */
  condition?: Condition;
  ownerId: string;
}

export interface DuplicateEntry {
  name: string;
  /** The field that must be the same, without regard to case. */
  field?: string;
  /** Where to look; the object itself unless told. */
  matchObject?: string;
  /** `block` always, or `allow` for who asks with the header. */
  action?: 'block' | 'allow';
  message?: string;
}

/** Replaces an object's assignment rules; the first that fits decides. */
export function setAssignmentRules(org: OrgContext, object: string, entries: AssignmentEntry[]): Promise<void> {
  return changeMetadata(org, async (database) => {
    await database.query('delete from setup.assignment_rule where object = $1', [object]);
    for (const [position, { condition, ownerId }] of entries.entries())
      await database.query(
        'insert into setup.assignment_rule (object, position, condition, owner_id) values ($1, $2, $3, $4)',
        [object, position, condition === undefined ? null : JSON.stringify(condition), ownerId],
      );
  });
}

export function setDuplicateRules(org: OrgContext, object: string, entries: DuplicateEntry[]): Promise<void> {
  return changeMetadata(org, async (database) => {
    await database.query('delete from setup.duplicate_rule where object = $1', [object]);
    for (const { name, field = 'Email', matchObject = object, action = 'allow', message } of entries)
      await database.query(
        `insert into setup.duplicate_rule (object, name, field, match_object, action, message)
         values ($1, $2, $3, $4, $5, coalesce($6, 'Use one of these records?'))`,
        [object, name, field, matchObject, action, message],
      );
  });
}

async function assignmentRules({ pool }: OrgContext, object: string): Promise<object[]> {
  const { rows } = await pool.query(
    'select id, condition, owner_id as "ownerId" from setup.assignment_rule where object = $1 order by position',
    [object],
  );
  return rows;
}

async function duplicateRules({ pool }: OrgContext, object: string): Promise<object[]> {
  const { rows } = await pool.query(
    'select name, field, match_object as "matchObject", action, message from setup.duplicate_rule where object = $1 order by name',
    [object],
  );
  return rows;
}

function readAssignment({ condition, ownerId }: Json): AssignmentEntry {
  const owner = typeof ownerId === 'string' ? toId18(ownerId) : undefined;
  if (!owner) throw invalid('An assignment rule needs an ownerId: of a user or a queue', 'MALFORMED_ID');
  return condition === undefined || condition === null
    ? { ownerId: owner }
    : { ownerId: owner, condition: condition as Condition };
}

function readDuplicate({ name, field, matchObject, action, message }: Json): DuplicateEntry {
  if (typeof name !== 'string' || name === '') throw invalid('A duplicate rule needs a name', 'REQUIRED_FIELD_MISSING');
  if (action !== undefined && action !== 'block' && action !== 'allow')
    throw invalid('action is block or allow', 'INVALID_FIELD');
  return {
    name,
    ...(typeof field === 'string' && { field }),
    ...(typeof matchObject === 'string' && { matchObject }),
    ...(action && { action }),
    ...(typeof message === 'string' && { message }),
  };
}

function listOf(body: unknown): Json[] {
  const isList = Array.isArray(body) && body.every((entry) => typeof entry === 'object' && entry !== null);
  if (!isList) throw invalid('A list of rules is needed', 'JSON_PARSER_ERROR');
  return body as Json[];
}
