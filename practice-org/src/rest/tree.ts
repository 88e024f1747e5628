import type { FastifyInstance } from 'fastify';
import { ApiError, type Problem, plainProblem } from '../api-error.ts';
import { inTransaction } from '../database.ts';
import type { ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { InputRecord } from '../records/prepare.ts';
import { createRecords } from '../records/save.ts';
import type { SaveContext } from '../records/save-context.ts';
import { objectIn, saveContext, sendJson, viewOf } from './request.ts';
import { type TreeProblem, treeProblem } from './tree-limits.ts';

type Tree = { Params: { object: string }; Body: { records?: InputRecord[] } };
type Outcome = { referenceId: string; id?: string; errors?: Problem[] };

/** POST /composite/tree/Object: parents with their children, all of them or none. */
export function registerTree(routes: FastifyInstance, org: OrgContext): void {
  routes.post<Tree>('/composite/tree/:object', async (request, reply) => {
    const records = request.body?.records ?? [];
    if (records.length === 0) throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'At least 1 record is required');
    const problem = treeProblem(records);
    if (problem) return sendJson(reply, 400, { hasErrors: true, results: [refusal(problem)] });
    const view = await viewOf(org, request);
    const outcomes: Outcome[] = [];
    const done = await inTransaction(org.pool, async (database) => {
      const context = saveContext(org, request, view, objectIn(view, request.params.object), database);
      for (const record of records) await createBranch(context, view, record, {}, outcomes);
      if (outcomes.some(({ errors }) => errors)) throw new Undo();
      return true;
    }).catch((error: unknown) => {
      if (error instanceof Undo) return false;
      throw error;
    });
    if (done) return sendJson(reply, 201, { hasErrors: false, results: outcomes });
    return sendJson(reply, 400, { hasErrors: true, results: outcomes.filter(({ errors }) => errors) });
  });
}

function refusal({ referenceId, message }: TreeProblem) {
  return { referenceId, errors: [{ statusCode: 'INVALID_INPUT', message, fields: [] }] };
}

class Undo extends Error {}

async function createBranch(
  context: SaveContext,
  view: ProfileView,
  record: InputRecord,
  link: InputRecord,
  outcomes: Outcome[],
): Promise<void> {
  const { referenceId = '' } = (record.attributes ?? {}) as { referenceId?: string };
  const own: InputRecord = { ...link };
  const children: [string, InputRecord[]][] = [];
  for (const [key, value] of Object.entries(record)) {
    const nested = (value as { records?: InputRecord[] } | null)?.records;
    if (Array.isArray(nested)) children.push([key, nested]);
    else own[key] = value;
  }
  const [result] = await createRecords(context, [own]);
  if (!result?.id) {
    outcomes.push({ referenceId, errors: (result?.errors ?? []).map(plainProblem) });
    return;
  }
  outcomes.push({ referenceId, id: result.id });
  for (const [name, records] of children) {
    const relationship = view.childRelationship(context.object, name);
    if (!relationship)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `No such relationship '${name}' on sobject of type ${context.object.name}`,
      );
    const childContext = { ...context, object: objectIn(view, relationship.object) };
    for (const child of records)
      await createBranch(childContext, view, child, { [relationship.field]: result.id }, outcomes);
  }
}
