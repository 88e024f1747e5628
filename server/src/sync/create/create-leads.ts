import type { FlowResult, Match } from '@lockstep/contract/flow.ts';
import { actionOf, LockstepError, meaningOf, must } from '../../errors.ts';
import { renderNewRecords } from '../../mapping/render-create.ts';
import { withLock } from '../../postgres/advisory-lock.ts';
import type { Client } from '../../postgres/pool.ts';
import type { SaveOutcome } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { say, told } from '../../told.ts';
import { clockNow } from '../clock.ts';
import { fieldsToDrop, withoutFields } from '../dropped-fields.ts';
import { failed, type PersonWork, result } from '../person-work.ts';
import { noteRefusals, type Refusal } from '../record-refusals.ts';
import { refused, toRefusal, unanswered } from '../save-outcomes.ts';
import type { CreateChoice } from './create-choice.ts';
import { type CreateIntent, createLock, dropIntents, recordIntents, type SentValues } from './create-intent.ts';
import { withDuplicates } from './duplicates.ts';
import { findMatches, peopleOfRecords, readMatches } from './find-matches.ts';
import { adoptInterrupted } from './interrupted.ts';
import { type Link, linkPeople } from './link-people.ts';
import { sendLeads } from './send-leads.ts';

/** A person that is to become a lead. */
interface Draft {
  personId: number;
  email: string | null;
  record: Record<string, unknown>;
  values: SentValues;
}

/**
 * Ties people that are not in Salesforce to a record there: to one with the same e-mail address, or to a new lead. At most
 * 200 at a time. People that turn out to be there already are missing from the result. The lock is what makes "search, create,
 * tie" one step for every other process, and keeps the pull from taking our lead for a new person.
 */
export async function createLeads(
  work: PersonWork,
  personIds: readonly number[],
  choice: CreateChoice,
): Promise<FlowResult[]> {
  const results: FlowResult[] = [];
  let waiting = [...personIds];
  while (waiting.length > 0) {
    try {
      const round = await withLock(work.engine.pool, createLock(work.subscription), (lost) =>
        createRound(work, waiting, choice, lost),
      );
      results.push(...round.results);
      waiting = round.later;
    } catch (error) {
      if (!(error instanceof LockstepError)) throw error;
      return [...results, ...waiting.map((id) => failed(id, null, error))];
    }
  }
  return results;
}

/** People with the same e-mail address take turns, so that the second finds what the first has made. */
async function createRound(work: PersonWork, ids: readonly number[], choice: CreateChoice, lost: AbortSignal) {
  const interrupted = await adoptInterrupted(work, ids);
  const settled = new Set(interrupted.map((r) => r.personId));
  const drafts = await readDrafts(
    work,
    ids.filter((id) => !settled.has(id)),
  );
  const { now, later } = choice.onMatch === 'create' ? { now: drafts, later: [] } : firstOfEachEmail(drafts);
  const decided = await withMatches(work, now, choice);
  const links = decided.flatMap(({ draft, found }) => linkOf(draft, found, choice));
  const creates = decided.filter(({ found }) => found.length === 0).map(({ draft }) => draft);
  const results = [
    ...interrupted,
    ...decided.flatMap(({ draft, found }) => refusalOf(draft, found, choice)),
    ...(await linkFound(work, links)),
    ...(creates.length > 0 ? await create(work, creates, choice, lost) : []),
  ];
  return { results, later: later.map((draft) => draft.personId) };
}

function firstOfEachEmail(drafts: readonly Draft[]): { now: Draft[]; later: Draft[] } {
  const seen = new Set<string>();
  const [now, later]: [Draft[], Draft[]] = [[], []];
  for (const draft of drafts) {
    const repeated = draft.email !== null && seen.has(draft.email);
    (repeated ? later : now).push(draft);
    if (draft.email !== null) seen.add(draft.email);
  }
  return { now, later };
}

async function withMatches(work: PersonWork, drafts: readonly Draft[], { linkTo, onMatch }: CreateChoice) {
  if (linkTo) {
    const found = await readMatches(work.salesforce, [linkTo], peopleIn(work));
    if (found.length === 0)
      throw new LockstepError('request/not-found', told`Salesforce has no lead or contact ${linkTo}.`);
    return drafts.map((draft) => ({ draft, found }));
  }
  const matches = onMatch === 'create' ? new Map<string, Match[]>() : await matchesOf(work, drafts);
  return drafts.map((draft) => ({ draft, found: matches.get(draft.email ?? '') ?? [] }));
}

const peopleIn =
  ({ engine, subscription }: PersonWork) =>
  (ids: string[]) =>
    inSubscription(engine.pool, subscription, (client) => peopleOfRecords(client, ids));

function matchesOf(work: PersonWork, drafts: readonly Draft[]) {
  const emails = drafts.flatMap((draft) => (draft.email === null ? [] : [draft.email]));
  return findMatches(work.salesforce, emails, peopleIn(work));
}

function linkOf(draft: Draft, found: readonly Match[], choice: CreateChoice): { link: Link; matches: Match[] }[] {
  const free = found.find((match) => match.personId === null || match.personId === draft.personId);
  if (!free || (choice.onMatch !== 'link' && !choice.linkTo)) return [];
  return [{ link: { personId: draft.personId, sfdcId: free.sfdcId, values: {} }, matches: [...found] }];
}

function refusalOf(draft: Draft, found: readonly Match[], choice: CreateChoice): FlowResult[] {
  if (found.length === 0 || linkOf(draft, found, choice).length > 0) return [];
  const code = choice.onMatch === 'ask' && !choice.linkTo ? 'flow/match-found' : 'flow/match-taken';
  const named = found.map((m) => `${m.sfdcType} ${m.sfdcId} (${m.name}${m.personId ? `, person ${m.personId}` : ''})`);
  const words = say(meaningOf(code), told`${named.join(', ')}.`, actionOf(code));
  return [result(draft.personId, 'refused', null, { code, ...words, matches: [...found] })];
}

async function linkFound(work: PersonWork, links: readonly { link: Link; matches: Match[] }[]): Promise<FlowResult[]> {
  await inSubscription(work.engine.pool, work.subscription, async (client) => {
    for (const plan of [work.contacts, work.leads]) {
      const own = links.filter(({ link, matches }) => typeOf(link, matches) === plan.object).map(({ link }) => link);
      await linkPeople(client, plan, own, { notBefore: null, source: work.source, detail: 'linked by e-mail address' });
    }
  });
  return links.map(({ link, matches }) =>
    result(link.personId, 'linked', link.sfdcId, {
      ...say(
        typeOf(link, matches) === 'Lead'
          ? told`Linked to the lead with the same e-mail address.`
          : told`Linked to the contact with the same e-mail address.`,
      ),
      matches,
    }),
  );
}

const typeOf = (link: Link, matches: readonly Match[]) =>
  must(matches.find((m) => m.sfdcId === link.sfdcId)?.sfdcType, 'the match that was chosen');

/** Records what is about to be created, creates it, and ties it. */
async function create(
  work: PersonWork,
  drafts: readonly Draft[],
  choice: CreateChoice,
  lost: AbortSignal,
): Promise<FlowResult[]> {
  const { engine, subscription } = work;
  const startedAt = await clockNow(work.salesforce);
  await inSubscription(engine.pool, subscription, (client) =>
    recordIntents(
      client,
      drafts.map((draft) => toIntent(draft, startedAt)),
    ),
  );
  if (lost.aborted) throw new LockstepError('sync/stopped', told`The connection to PostgreSQL was lost.`);
  const records = drafts.map(({ record }) => record);
  const { outcomes, failure } = await sendLeads(work, records, choice);
  const sorted = drafts.map((draft, index) => ({ draft, outcome: outcomes[index] ?? 'unknown' }));
  const results = await inSubscription(engine.pool, subscription, (client) =>
    settleCreates(client, work, sorted, failure, startedAt),
  );
  const unknown = sorted.filter(({ outcome }) => outcome === 'unknown').map(({ draft }) => draft.personId);
  const trimmed = sorted.flatMap(({ draft, outcome }) => trim(work, draft, outcome));
  const retried = new Set(trimmed.map((draft) => draft.personId));
  const recordOf = (personId: number) =>
    must(drafts.find((d) => d.personId === personId)?.record, 'the record of a result');
  return [
    ...(await withDuplicates(
      work,
      results.filter((r) => !retried.has(r.personId)),
      recordOf,
    )),
    ...(unknown.length > 0 ? await adoptInterrupted(work, unknown) : []),
    ...(trimmed.length > 0 ? await create(work, trimmed, choice, lost) : []),
  ];
}

/** Without the fields that were refused, if that is all that is wrong: they stay pending, and the lead is made. */
function trim({ leads }: PersonWork, draft: Draft, outcome: SaveOutcome): Draft[] {
  const dropped = fieldsToDrop(draft.record, outcome);
  if (dropped.length === 0) return [];
  const ids = leads.columns.filter((c) => dropped.includes(c.source)).map((c) => String(c.field?.id));
  const values = Object.fromEntries(Object.entries(draft.values).filter(([field]) => !ids.includes(field)));
  return [{ ...draft, record: withoutFields(draft.record, dropped), values }];
}

async function settleCreates(
  client: Client,
  work: PersonWork,
  sorted: readonly { draft: Draft; outcome: SaveOutcome }[],
  failure: LockstepError | null,
  startedAt: string,
): Promise<FlowResult[]> {
  const links: Link[] = [];
  const refusals: Refusal[] = [];
  const results: FlowResult[] = [];
  for (const { draft, outcome } of sorted) {
    const { personId, values } = draft;
    if (outcome === 'unknown') continue;
    if (outcome === 'not-done') results.push(unanswered(personId, null, failure));
    else if (outcome.success) {
      links.push({ personId, sfdcId: must(outcome.id, 'the id of a new lead'), values });
      results.push(result(personId, 'created', outcome.id));
    } else {
      const refusal = toRefusal(personId, null, outcome);
      refusals.push(refusal);
      results.push(refused(refusal));
    }
  }
  await linkPeople(client, work.leads, links, { notBefore: startedAt, source: work.source, detail: 'created' });
  await noteRefusals(client, 'Lead', refusals);
  await dropIntents(
    client,
    results.map((r) => r.personId),
  );
  return results;
}

async function readDrafts(work: PersonWork, ids: readonly number[]): Promise<Draft[]> {
  const { engine, subscription, leads, createable, options } = work;
  const rows = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows: found } = await client.query<Omit<Draft, 'values'> & { here: Record<string, string | null> }>(
      renderNewRecords(leads, createable),
      [ids],
    );
    return found;
  });
  const fieldOf = (source: string) => String(leads.columns.find((c) => c.source === source)?.field?.id);
  return rows.map(({ personId, email, record, here }) => {
    const defaults = {
      ...(record.LastName === undefined ? { LastName: options.defaultLastName } : {}),
      ...(record.Company === undefined ? { Company: options.defaultCompany } : {}),
    };
    const values: SentValues = Object.fromEntries(
      Object.entries(here).map(([field, value]) => [field, { here: value, sent: value }]),
    );
    for (const [source, sent] of Object.entries(defaults)) values[fieldOf(source)] = { here: null, sent };
    return { personId, email, record: { ...record, ...defaults }, values };
  });
}

function toIntent({ personId, email, record, values }: Draft, startedAt: string): CreateIntent {
  return { personId, startedAt, email, lastName: String(record.LastName), company: String(record.Company), values };
}
