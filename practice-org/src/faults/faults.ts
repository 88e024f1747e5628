import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Problem } from '../api-error.ts';
import { innerRequestHeader } from '../rest/inner-request.ts';
import { breakAnswer } from './broken-answer.ts';
import { expireSession } from './expired-session.ts';
import { FaultSwitch } from './fault-switch.ts';
import { registerFaultsEndpoint } from './faults-endpoint.ts';
import { delayOf, delayRequest } from './latency.ts';
import { requestLimit } from './request-limit.ts';
import { RowFaults } from './row-fault.ts';
import { serverError } from './server-error.ts';

/** Anything that stands for an org: the OrgContext, or the same object in a test. */
type Org = object;

const switches = new WeakMap<Org, { faults: FaultSwitch; rows: RowFaults }>();

/** Installs the fault switch. Call it on the root instance before any route is registered: it hooks into all of them. */
export function registerFaults(app: FastifyInstance, org: Org): void {
  const faults = faultSwitchOf(org);
  app.addHook('onRequest', async (request) => {
    const path = pathOf(request);
    if (!path) return;
    await delayRequest(faults, path);
    const refusal = serverError(faults, path) ?? requestLimit(faults, path);
    if (refusal) throw refusal;
    await expireSession(faults, request, path);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const path = pathOf(request);
    return path ? breakAnswer(faults, path, request, reply, payload) : payload;
  });
  registerFaultsEndpoint(app, faults);
}

/** The switch of an org, for tests that set it without HTTP. */
export function faultSwitchOf(org: Org): FaultSwitch {
  return stateOf(org).faults;
}

/** Why a save of this record is refused, or undefined. The record core calls it once for every attempt. */
export function rowFault(org: Org, object: string, record: Record<string, unknown>): Problem | undefined {
  return stateOf(org).rows.rowFault(object, record);
}

/** How long a save that has its SystemModstamp already waits before it commits; mostly 0. */
export function lateCommitMs(org: Org): number {
  const { faults } = stateOf(org);
  return faults.strikes('lateCommit') ? delayOf(faults, 'lateCommit') : 0;
}

/** Whether a query of this object keeps its last record back. */
export function keepsRowBack(org: Org, object: string): boolean {
  const { faults } = stateOf(org);
  const { objects } = faults.plan.missingRows;
  return (objects?.includes(object) ?? true) && faults.strikes('missingRows');
}

/** Whether a Bulk job that is ready to run is left where it is. */
export function leavesJob(org: Org): boolean {
  return stateOf(org).faults.strikes('stuckJob');
}

function stateOf(org: Org): { faults: FaultSwitch; rows: RowFaults } {
  let state = switches.get(org);
  if (!state) {
    const faults = new FaultSwitch();
    state = { faults, rows: new RowFaults(faults) };
    switches.set(org, state);
  }
  return state;
}

/**
 * The path of a request to Salesforce's API; pages and the switch itself are never broken, nor are the parts of a composite
 * request, which travel as one.
 */
function pathOf(request: FastifyRequest): string | undefined {
  if (request.headers[innerRequestHeader] !== undefined) return undefined;
  const path = request.url.split('?', 1)[0] as string;
  return path.startsWith('/services/') ? path : undefined;
}
