import type { FlowResult } from '@lockstep/contract/flow.ts';
import { dueLeads, markSent, renderDueMembers, renderSettleMembers } from '../../mapping/render-member-push.ts';
import { classifyRecordError } from '../../salesforce/classify.ts';
import type { SaveOutcome, SaveResult } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { createLeads } from '../create/create-leads.ts';
import { openPersonWork } from '../person-work.ts';
import { mostAtOnce, saveMany } from '../save-many.ts';
import { outcomesOf } from '../save-outcomes.ts';
import type { MemberSync } from './member-sync.ts';
import { readMembersBack } from './read-members-back.ts';

/** A membership that Salesforce is told about. */
interface DueMember {
  programId: number;
  personId: number;
  version: number;
  memberId: string | null;
  record: Record<string, unknown>;
  sent: Record<string, string | null>;
}

type Work = 'create' | 'update' | 'delete';

const source = 'program';

/** Tells Salesforce what is due, once. Returns how many memberships were settled: after them, more may be due. */
export async function pushMembers(sync: MemberSync): Promise<number> {
  await createMissingLeads(sync);
  let settled = 0;
  for (const work of ['delete', 'update', 'create'] as const) {
    const members = await readDue(sync, work);
    if (members.length > 0) settled += await push(sync, work, members);
  }
  return settled;
}

/** Members that are neither lead nor contact become leads, or are linked to the record with their e-mail address (SYN-4). */
async function createMissingLeads(sync: MemberSync): Promise<void> {
  for (;;) {
    const { rows } = await within(sync, (client) => client.query<{ personId: number }>(dueLeads));
    if (rows.length === 0) return;
    const work = await openPersonWork(sync.engine, sync.subscription, source);
    const ids = rows.map((row) => row.personId);
    const results = await createLeads(work, ids, { ownerId: null, onMatch: work.options.onMatch });
    const refusals = results.filter((r) => r.outcome === 'refused' || r.outcome === 'failed');
    if (refusals.length > 0) await noteLeadRefusals(sync, refusals);
    if (refusals.length === ids.length) return;
  }
}

/** The membership is refused with the person, in every program, so that neither is tried again before something changes. */
async function noteLeadRefusals(sync: MemberSync, results: readonly FlowResult[]): Promise<void> {
  await within(sync, async (client) => {
    const { rows } = await client.query<{ programId: number; personId: number; version: number }>(
      `select program_id as "programId", person_id as "personId", version from member_change
        where work = 'create' and person_id = any($1::bigint[])`,
      [results.map((r) => r.personId)],
    );
    const refused = rows.map((row) => {
      const result = results.find((r) => r.personId === row.personId);
      return { ...row, work: 'create', ok: false, ...reasonOf(result) };
    });
    await settle(sync, client, refused);
  });
}

function reasonOf(result: FlowResult | undefined) {
  const code = result?.code ?? 'UNKNOWN_EXCEPTION';
  const message = `The lead was not created: ${result?.message ?? ''}`;
  if (result?.outcome === 'failed') return { code, message, class: 'retry-later' };
  return { code, message, class: code.includes('/') ? 'needs-operator' : classifyRecordError(code, message) };
}

async function push(sync: MemberSync, work: Work, members: readonly DueMember[]): Promise<number> {
  if (work === 'update') {
    await within(sync, (client) => client.query(markSent, [JSON.stringify(members)]));
  }
  const { outcomes, failure } = await outcomesOf(send(sync, work, members));
  const known = members.flatMap((member, index) => {
    const outcome = outcomes[index] ?? 'unknown';
    return typeof outcome === 'string' || isDuplicate(work, outcome) ? [] : [toResult(member, work, outcome)];
  });
  await within(sync, (client) => settle(sync, client, known));
  const doubtful = members.filter((_, index) => isDoubtful(work, outcomes[index] ?? 'unknown'));
  const found = doubtful.length > 0 ? await readMembersBack(sync, doubtful) : new Set<DueMember>();
  const unexplained = members.flatMap((member, index) => {
    const outcome = outcomes[index] ?? 'unknown';
    const isRefused = typeof outcome !== 'string' && isDuplicate(work, outcome) && !found.has(member);
    return isRefused ? [toResult(member, work, outcome)] : [];
  });
  await within(sync, (client) => settle(sync, client, unexplained));
  if (failure) throw failure;
  return known.filter((result) => result.ok).length + found.size;
}

function send(sync: MemberSync, work: Work, members: readonly DueMember[]): Promise<SaveResult[]> {
  const object = 'CampaignMember';
  if (work === 'delete') {
    const records = members.map(({ memberId }) => ({ Id: memberId }));
    return saveMany(sync, { object, operation: 'delete', records, key: ['Id'] });
  }
  const records = members.map(({ record }) => record);
  if (work === 'update') return saveMany(sync, { object, operation: 'update', records, key: ['Id'] });
  return saveMany(sync, { object, operation: 'insert', records, key: ['CampaignId', 'LeadId', 'ContactId'] });
}

/** Salesforce has one member for each lead or contact: it exists already, whoever made it. */
function isDuplicate(work: Work, { success, errors }: SaveResult): boolean {
  return work === 'create' && !success && errors[0]?.statusCode === 'DUPLICATE_VALUE';
}

/** A new member that may be there although no answer says which it is. */
function isDoubtful(work: Work, outcome: SaveOutcome): boolean {
  return work === 'create' && (outcome === 'unknown' || (outcome !== 'not-done' && isDuplicate(work, outcome)));
}

function toResult(member: DueMember, work: Work, { id, success, errors }: SaveResult) {
  const code = errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const gone = work === 'delete' && (code === 'ENTITY_IS_DELETED' || code === 'INVALID_CROSS_REFERENCE_KEY');
  const message = errors.map((error) => error.message).join(' ');
  return {
    programId: member.programId,
    personId: member.personId,
    version: member.version,
    work,
    memberId: member.memberId ?? id,
    sent: member.sent,
    ok: success || gone,
    code,
    message,
    fields: errors.flatMap((error) => error.fields),
    // Changed here while it was removed there: the next pull tells, and the removal is followed.
    class: code === 'ENTITY_IS_DELETED' ? 'retry-later' : classifyRecordError(code, message),
  };
}

async function settle(
  { fields, progress }: MemberSync,
  client: Parameters<Parameters<typeof inSubscription>[2]>[0],
  results: readonly { work: string; ok: boolean }[],
): Promise<void> {
  if (results.length === 0) return;
  const { results: gather, log, ...statements } = renderSettleMembers(fields);
  await client.query('drop table if exists member_result');
  await client.query(gather, [JSON.stringify(results)]);
  await client.query(log, [source]);
  for (const statement of Object.values(statements)) await client.query(statement);
  const done = (work: Work) => results.filter((r) => r.ok && r.work === work).length;
  progress.count({
    new: done('create'),
    updated: done('update'),
    deleted: done('delete'),
    failed: results.filter((r) => !r.ok).length,
  });
}

async function readDue(sync: MemberSync, work: Work): Promise<DueMember[]> {
  const { rows } = await within(sync, (client) =>
    client.query<DueMember>(renderDueMembers(sync.fields)[work], [mostAtOnce]),
  );
  return rows;
}

function within<T>({ engine, subscription }: MemberSync, run: Parameters<typeof inSubscription<T>>[2]): Promise<T> {
  return inSubscription(engine.pool, subscription, run);
}
