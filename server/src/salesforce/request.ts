import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { countCall } from './call-meter.ts';
import { classifyApiError, wasRefusedForNow } from './classify.ts';
import { allowedUrl } from './hosts.ts';
import { exchange, type HttpAnswer, type HttpRequest, mayHaveBeenReceived, readText } from './http.ts';
import type { Session } from './open-session.ts';
import { type ApiError, type ApiUsage, apiVersion, clientName } from './salesforce.ts';
import type { SessionKeeper } from './session.ts';
import { faultOf, renderEnvelope, type SoapRequest, usageOf } from './soap-envelope.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** The cause of an error that Salesforce answered with: its own words, for the few callers that look closer. */
export class RefusedCall extends Error {
  override readonly name = 'RefusedCall';
  readonly status: number;
  readonly errors: ApiError[];

  constructor(status: number, errors: ApiError[]) {
    super(describeErrors(status, errors));
    this.status = status;
    this.errors = errors;
  }
}

export interface Call {
  method: HttpRequest['method'];
  /** Below `/services/data/vNN.N`, or a whole path that Salesforce itself gave (it starts with `/services/`). */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON, except a stream, which is sent as CSV. */
  body?: unknown;
  /** Sent instead of a body, with the session inside it. */
  soap?: SoapRequest;
  gzip?: boolean;
  /** A POST that only reads (composite queries) may be repeated like a GET. */
  readOnly?: boolean;
  /** Statuses, besides 2xx, that are an answer and no error. */
  expected?: number[];
}

export interface Answer<Body> {
  status: number;
  headers: HttpAnswer['headers'];
  body: Body;
}

export interface LogEntry {
  method: string;
  /** Without the query: SOQL holds personal data. */
  path: string;
  status: number | null;
  milliseconds: number;
  attempt: number;
  error: string | null;
}

export interface RequesterOptions {
  allowedHosts: readonly string[];
  timeoutMs: number;
  /** The first pause before a repetition; each next one is four times as long. */
  backoffMs: number;
  log?: (entry: LogEntry) => void;
}

/** More tries only prolong an outage that the job queue waits out better. */
const maxTries = 3;

/**
 * Every call to Salesforce goes through here: session, time-outs, API usage, the org's clock, repetition and the
 * translation of errors. A write whose answer was lost is never repeated: its caller knows how to find out what happened.
 */
export class Requester {
  readonly #sessions: SessionKeeper;
  readonly #options: RequesterOptions;
  #calls = 0;
  #usage: ApiUsage | null = null;
  #serverTime: Date | null = null;
  #heardAt = 0;

  constructor(sessions: SessionKeeper, options: RequesterOptions) {
    this.#sessions = sessions;
    this.#options = options;
  }

  get calls(): number {
    return this.#calls;
  }

  get usage(): ApiUsage | null {
    return this.#usage;
  }

  get serverTime(): Date | null {
    return this.#serverTime;
  }

  get clock(): Date | null {
    return this.#serverTime && new Date(this.#serverTime.getTime() + performance.now() - this.#heardAt);
  }

  /** Gives others time; no two of our processes the same. */
  async pause(): Promise<void> {
    await sleep(jittered(this.#options.backoffMs));
  }

  /** The answer parsed as JSON; null for an empty one. `refuse` throws what a body says in spite of its status. */
  json<Body>(call: Call, refuse?: (body: Body) => void): Promise<Answer<Body>> {
    return this.#untilAnswered(call, async (answer) => {
      const body = parseBody<Body>(await readText(answer));
      refuse?.(body);
      return { ...answer, body };
    });
  }

  /** A call of the SOAP API, which takes the session of the REST API. A fault is an error like those of REST. */
  soap(soap: SoapRequest): Promise<XmlElement> {
    const call: Call = { method: 'POST', path: `/services/Soap/u/${apiVersion}`, soap };
    return this.#untilAnswered(call, async (answer) => {
      const document = parseXml(await readText(answer));
      this.#usage = usageOf(document) ?? this.#usage;
      return document;
    });
  }

  /** The answer as a stream, which the caller reads to its end or destroys. Errors after its start are not repeated. */
  stream(call: Call): Promise<Answer<Readable>> {
    return this.#untilAnswered(call, async (answer) => answer);
  }

  async #untilAnswered<T>(call: Call, read: (answer: HttpAnswer) => Promise<T>): Promise<T> {
    let renewed = false;
    for (let attempt = 1; ; ) {
      const session = await this.#sessions.current();
      try {
        return await this.#attempt(call, session, attempt, read);
      } catch (error) {
        if (!(error instanceof LockstepError)) throw error;
        if (error.code === 'sf/session-expired' && !renewed) {
          renewed = true;
          await this.#sessions.renew(session);
          // The rows of an upload are gone: the next try needs a new stream, and finds the new session.
          if (call.body instanceof Readable) throw error;
          continue;
        }
        if (attempt >= maxTries || !mayRepeat(call, error)) throw error;
        await sleep(jittered(this.#options.backoffMs * 4 ** (attempt - 1)));
        attempt += 1;
      }
    }
  }

  async #attempt<T>(
    call: Call,
    session: Session,
    attempt: number,
    read: (answer: HttpAnswer) => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    let status: number | null = null;
    const log = (error: string | null) => this.#log(call, { status, attempt, error, started });
    try {
      const answer = await exchange(this.#toHttp(call, session));
      this.#calls += 1;
      countCall();
      status = answer.status;
      this.#note(answer);
      if (!isExpected(call, status)) throw await refusal(answer);
      const result = await read(answer);
      log(null);
      return result;
    } catch (error) {
      log(error instanceof LockstepError ? error.code : 'internal/unexpected');
      throw error;
    }
  }

  #toHttp(call: Call, session: Session): HttpRequest {
    const path = call.path.startsWith('/services/') ? call.path : `/services/data/v${apiVersion}${call.path}`;
    const url = allowedUrl(new URL(path, session.instanceUrl).href, this.#options.allowedHosts);
    const headers = {
      authorization: `Bearer ${session.accessToken}`,
      accept: 'application/json',
      ...callOptions,
      ...call.headers,
    };
    const { timeoutMs } = this.#options;
    if (call.soap) {
      const soapHeaders = { accept: 'text/xml', 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' };
      const body = renderEnvelope(session.accessToken, call.soap);
      return { method: call.method, url, headers: soapHeaders, body, timeoutMs };
    }
    if (call.body === undefined) return { method: call.method, url, headers, timeoutMs };
    if (call.body instanceof Readable) {
      return {
        method: call.method,
        url,
        headers: { ...headers, 'content-type': 'text/csv' },
        body: call.body,
        gzip: call.gzip ?? false,
        timeoutMs,
      };
    }
    const body = JSON.stringify(call.body);
    return { method: call.method, url, headers: { ...headers, 'content-type': 'application/json' }, body, timeoutMs };
  }

  #note(answer: HttpAnswer): void {
    const usage = parseUsage(answer.headers['sforce-limit-info']);
    if (usage) this.#usage = usage;
    const date = new Date(answer.headers.date ?? '');
    if (Number.isNaN(date.getTime()) || date < (this.#serverTime ?? date)) return;
    this.#serverTime = date;
    this.#heardAt = performance.now();
  }

  #log(call: Call, done: { status: number | null; attempt: number; error: string | null; started: number }): void {
    const { started, ...rest } = done;
    const path = call.path.split('?')[0] ?? '';
    this.#options.log?.({ method: call.method, path, milliseconds: Math.round(performance.now() - started), ...rest });
  }
}

/** `api-usage=51/100000`, in some orgs followed by `; per-app-api-usage=17/250(appName=…)`. */
export function parseUsage(header: string | string[] | undefined): ApiUsage | null {
  const found = /(?:^|[;,]\s*)api-usage=(\d+)\/(\d+)/.exec(String(header ?? ''));
  return found ? { used: Number(found[1]), max: Number(found[2]) } : null;
}

/** The errors that Salesforce gave, when the error is one that Salesforce answered with. */
export function salesforceErrors(error: unknown): ApiError[] {
  return error instanceof LockstepError && error.cause instanceof RefusedCall ? error.cause.errors : [];
}

/**
 * True when nobody can tell whether a failed write was done: the answer was lost or cut, or something other than
 * Salesforce's own error document came back.
 */
export function outcomeIsUnknown(error: unknown): boolean {
  if (!(error instanceof LockstepError)) return false;
  if (error.code === 'sf/unreachable') return mayHaveBeenReceived(error);
  if (error.code === 'sf/incomplete-answer') return true;
  return error.code === 'sf/temporary' && salesforceErrors(error).length === 0;
}

/** The error for a status and a body that are no success; also for one part of a composite answer. */
export function refusedCall(status: number, body: unknown): LockstepError {
  const errors = (Array.isArray(body) ? body : [body]).map(toApiError).filter((error) => error !== null);
  const first = errors[0];
  const code = classifyApiError(status, first?.errorCode ?? '', first?.message ?? '');
  const cause = new RefusedCall(status, errors);
  return new LockstepError(code, cause.message, { cause });
}

/** Change events of our own writes name us, so that they can be told from those of others. */
const callOptions = { 'sforce-call-options': `client=${clientName}` };

function mayRepeat(call: Call, error: LockstepError): boolean {
  if (call.body instanceof Readable) return false;
  if (error.code === 'sf/unreachable' && !mayHaveBeenReceived(error)) return !isPermanent(error);
  const [refused] = salesforceErrors(error);
  if (refused && wasRefusedForNow(refused.errorCode, refused.message)) return true;
  if (call.method !== 'GET' && !call.readOnly) return false;
  // Salesforce took two minutes to give up on this query; right away it would again.
  if (refused?.errorCode === 'QUERY_TIMEOUT') return false;
  return ['sf/unreachable', 'sf/incomplete-answer', 'sf/temporary', 'sf/concurrency-limit'].includes(error.code);
}

/** No such host, or a certificate that does not fit: the same a moment later. */
function isPermanent(error: LockstepError): boolean {
  return /no such host|secure connection/.test(error.detail);
}

function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

function isExpected(call: Call, status: number): boolean {
  return (status >= 200 && status < 300) || (call.expected?.includes(status) ?? false);
}

async function refusal(answer: HttpAnswer): Promise<LockstepError> {
  const text = await readText(answer);
  const type = answer.headers['content-type'] ?? '';
  if (type.includes('text/xml')) {
    const fault = faultOf(text);
    // Every fault comes with status 500, which says nothing; its code does.
    return refusedCall(fault ? 400 : answer.status, fault);
  }
  // A maintenance page of something in between is no error document; half of one is an answer that ended early.
  if (text === '' || !type.includes('json')) return refusedCall(answer.status, null);
  try {
    return refusedCall(answer.status, JSON.parse(text));
  } catch (error) {
    return new LockstepError('sf/incomplete-answer', told`Status ${answer.status} and half an explanation.`, {
      cause: error,
    });
  }
}

function parseBody<Body>(text: string): Body {
  if (text === '') return null as Body;
  try {
    return JSON.parse(text) as Body;
  } catch (error) {
    throw new LockstepError('sf/incomplete-answer', told`${text.length} characters that are not whole JSON.`, {
      cause: error,
    });
  }
}

function toApiError(value: unknown): ApiError | null {
  if (value === null || typeof value !== 'object') return null;
  const { errorCode, message, fields } = value as Record<string, unknown>;
  if (typeof errorCode !== 'string') return null;
  return {
    errorCode,
    message: typeof message === 'string' ? message : '',
    fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [],
  };
}

function describeErrors(status: number, errors: ApiError[]): string {
  if (errors.length === 0) return `Status ${status} without an explanation.`;
  return errors.map((error) => `${error.errorCode}: ${error.message.trim()}`).join(' ');
}
