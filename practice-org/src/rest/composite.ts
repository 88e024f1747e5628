import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { enclose, inTransaction } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { innerRequestHeader } from './inner-request.ts';
import { basePathOf, sendJson } from './request.ts';

export interface Subrequest {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

export interface Answer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

const passedOn = ['authorization', 'x-sfdc-session', 'sforce-query-options', 'sforce-allow-field-truncation'];
const halted = {
  errorCode: 'PROCESSING_HALTED',
  message: 'The transaction was rolled back since another operation in the same transaction failed.',
};

/** Several requests in one, in order, later ones able to use what earlier ones answered. */
export function registerComposite(routes: FastifyInstance, app: FastifyInstance, org: OrgContext): void {
  routes.get('/composite', (request, reply) => {
    const base = `${basePathOf(request)}/composite`;
    const names = ['batch', 'graph', 'sobjects', 'tree'];
    return sendJson(reply, 200, Object.fromEntries(names.map((name) => [name, `${base}/${name}`])));
  });

  routes.post<{ Body: { allOrNone?: boolean; compositeRequest?: Subrequest[] } }>(
    '/composite',
    async (request, reply) => {
      const subrequests = request.body?.compositeRequest ?? [];
      checkSubrequests(subrequests);
      const run = () => runInOrder(app, request, subrequests);
      const compositeResponse = request.body.allOrNone ? await runAllOrNone(org, halted, run) : await run();
      return sendJson(reply, 200, { compositeResponse });
    },
  );

  routes.post<{
    Body: { batchRequests?: { method: string; url: string; richInput?: unknown }[]; haltOnError?: boolean };
  }>('/composite/batch', async (request, reply) => {
    const { batchRequests = [], haltOnError } = request.body ?? {};
    checkCount(batchRequests.length);
    const results: { statusCode: number; result: unknown }[] = [];
    for (const { method, url, richInput } of batchRequests) {
      const stopped = haltOnError && results.some(({ statusCode }) => statusCode >= 400);
      if (stopped) {
        results.push({
          statusCode: 412,
          result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
        });
        continue;
      }
      const path = url.startsWith('/') ? url : `/services/data/${url}`;
      const { httpStatusCode, body } = await send(app, request, {
        method,
        url: path,
        body: richInput,
        referenceId: '',
      });
      results.push({ statusCode: httpStatusCode, result: body });
    }
    return sendJson(reply, 200, { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
  });
}

function checkSubrequests(subrequests: Subrequest[]): void {
  checkCount(subrequests.length);
  const heavy = subrequests.filter(({ url = '' }) => /\/(query|queryAll)\b|\/composite\/sobjects\b/.test(url));
  if (heavy.length > 5)
    throw new ApiError(400, 'LIMIT_EXCEEDED', 'Number of query and collection subrequests exceeds the limit of 5');
  const seen = new Set<string>();
  for (const { referenceId } of subrequests) {
    if (!/^\w+$/.test(referenceId ?? ''))
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
      );
    if (seen.has(referenceId)) throw new ApiError(400, 'DUPLICATE_VALUE', `Duplicate referenceId: ${referenceId}`);
    seen.add(referenceId);
  }
}

function checkCount(count: number): void {
  if (count === 0) throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'At least 1 subrequest is required');
  if (count > 25) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Number of subrequests exceeds the limit of 25');
}

export async function runInOrder(
  app: FastifyInstance,
  request: FastifyRequest,
  subrequests: Subrequest[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const subrequest of subrequests) answers.push(await runOne(app, request, subrequest, answers));
  return answers;
}

async function runOne(
  app: FastifyInstance,
  request: FastifyRequest,
  subrequest: Subrequest,
  answers: Answer[],
): Promise<Answer> {
  try {
    const url = String(fillReferences(subrequest.url, answers));
    return await send(app, request, { ...subrequest, url, body: fillReferences(subrequest.body, answers) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return {
      body: error.body(),
      httpHeaders: {},
      httpStatusCode: error.httpStatus,
      referenceId: subrequest.referenceId,
    };
  }
}

/** Runs subrequests in one transaction. When one is refused, none has happened, and the others answer why. */
export async function runAllOrNone(org: OrgContext, halted: object, run: () => Promise<Answer[]>): Promise<Answer[]> {
  let answers: Answer[] = [];
  try {
    await inTransaction(org.pool, async (client) => {
      answers = await enclose(client, run);
      if (answers.some(({ httpStatusCode }) => httpStatusCode >= 400)) throw new Undo();
    });
    return answers;
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    const failed = (answer: Answer) => answer.httpStatusCode >= 400;
    return answers.map((answer) =>
      failed(answer) ? answer : { ...answer, body: [halted], httpHeaders: {}, httpStatusCode: 400 },
    );
  }
}

class Undo extends Error {}

/** Sends a subrequest through the same routes as any other request. */
async function send(app: FastifyInstance, outer: FastifyRequest, subrequest: Subrequest): Promise<Answer> {
  const headers: Record<string, string> = { [innerRequestHeader]: '1' };
  for (const name of passedOn) if (outer.headers[name]) headers[name] = String(outer.headers[name]);
  for (const [name, value] of Object.entries(subrequest.httpHeaders ?? {})) headers[name.toLowerCase()] = value;
  const response = await app.inject({
    method: subrequest.method.toUpperCase() as 'GET',
    url: subrequest.url,
    headers: { ...headers, ...(subrequest.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(subrequest.body === undefined ? {} : { payload: JSON.stringify(subrequest.body) }),
  });
  const httpHeaders: Record<string, string> = {};
  for (const name of ['Location', 'ETag', 'Last-Modified']) {
    const value = response.headers[name.toLowerCase()];
    if (value) httpHeaders[name] = String(value);
  }
  return {
    body: bodyOf(response.body, String(response.headers['content-type'])),
    httpHeaders,
    httpStatusCode: response.statusCode,
    referenceId: subrequest.referenceId,
  };
}

/** What isn't JSON, such as a CSV file, is told as text. */
function bodyOf(text: string, type: string): unknown {
  if (text === '') return null;
  return type.includes('json') ? JSON.parse(text) : text;
}

const reference = /@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g;

/** Replaces `@{ref.path[0].id}` in strings, however deep, with what the earlier answer holds there. */
function fillReferences(value: unknown, answers: Answer[]): unknown {
  if (typeof value === 'string') {
    const whole = new RegExp(`^${reference.source}$`).exec(value);
    if (whole) return lookUp(whole[1] as string, whole[2] as string, answers);
    return value.replace(reference, (_, ref: string, path: string) => String(lookUp(ref, path, answers)));
  }
  if (Array.isArray(value)) return value.map((item) => fillReferences(item, answers));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillReferences(item, answers)]));
  return value;
}

function lookUp(referenceId: string, path: string, answers: Answer[]): unknown {
  const answer = answers.find((candidate) => candidate.referenceId === referenceId);
  if (!answer)
    throw new ApiError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${referenceId}${path} found in ${referenceId}`,
    );
  let value: unknown = answer.httpStatusCode < 400 ? answer.body : undefined;
  for (const step of path.match(/\w+/g) ?? []) value = (value as Record<string, unknown> | undefined)?.[step];
  if (value === undefined || value === null)
    throw new ApiError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${referenceId}${path} found in ${referenceId}`,
    );
  return value;
}
