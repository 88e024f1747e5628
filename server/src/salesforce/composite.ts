import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { type Requester, refusedCall } from './request.ts';
import { apiVersion } from './salesforce.ts';

/** At most 25 requests in a composite call, of which five may be queries (resources_composite_composite_post). */
export const compositeSize = { requests: 25, queries: 5 } as const;

export interface CompositePart {
  /** Below `/services/data/vNN.N`. */
  path: string;
  headers?: Record<string, string>;
}

export interface CompositeAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

interface CompositeResponse {
  compositeResponse: {
    body: unknown;
    httpHeaders: Record<string, string>;
    httpStatusCode: number;
    referenceId: string;
  }[];
}

/** Several reads in one API call; the answers come in the order of the parts, each with its own status. */
export async function readComposite(requester: Requester, parts: CompositePart[]): Promise<CompositeAnswer[]> {
  const call = {
    method: 'POST',
    path: '/composite',
    readOnly: true,
    body: { allOrNone: false, compositeRequest: parts.map(toSubrequest) },
  } as const;
  const { body } = await requester.json<CompositeResponse>(call, refuseEndedSession);
  const answers = new Map(body?.compositeResponse?.map((answer) => [answer.referenceId, answer]));
  return parts.map((_part, index) => {
    const answer = answers.get(referenceId(index));
    if (!answer)
      throw new LockstepError('sf/incomplete-answer', told`Part ${index + 1} of ${parts.length} has no answer.`);
    return { status: answer.httpStatusCode, headers: answer.httpHeaders ?? {}, body: answer.body };
  });
}

/** A session can end between the call and one of its parts: then all of it is asked again with a new one. */
function refuseEndedSession(body: CompositeResponse): void {
  const ended = body?.compositeResponse?.find(({ httpStatusCode }) => httpStatusCode === 401);
  if (ended) throw refusedCall(ended.httpStatusCode, ended.body);
}

export function queryPath(soql: string, all: boolean): string {
  return `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
}

/** Cuts a list into pieces of at most `size`. */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function toSubrequest(part: CompositePart, index: number) {
  const url = `/services/data/v${apiVersion}${part.path}`;
  const httpHeaders = part.headers ? { httpHeaders: part.headers } : {};
  return { method: 'GET', url, referenceId: referenceId(index), ...httpHeaders };
}

function referenceId(index: number): string {
  return `part${index}`;
}
