import { type FaultKind, type FaultPlan, faultKinds, noFaults, readFaultPlan } from '../../faults/fault-plan.ts';
import { faultSwitchOf } from '../../faults/faults.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

const meanings: Record<FaultKind, [name: string, meaning: string]> = {
  latency: ['Latency', 'The answer waits.'],
  serverError: ['Server errors', 'HTTP 500 or 503; nothing is carried out.'],
  droppedConnection: ['Dropped connections', 'Carried out, but the connection breaks in the middle of the answer.'],
  truncatedBody: ['Truncated answers', 'The answer ends too early without an error.'],
  rowLock: ['Row locks', 'A write is refused with UNABLE_TO_LOCK_ROW.'],
  requestLimit: ['Request limit', 'HTTP 403 REQUEST_LIMIT_EXCEEDED: the requests of the day are used up.'],
  concurrencyLimit: ['Concurrency limit', 'HTTP 403 REQUEST_LIMIT_EXCEEDED: too much runs at this moment.'],
  missingRows: ['Missing rows', 'A query answers without its last record, and as if there were none.'],
  stuckJob: ['Stuck jobs', 'A Bulk job is taken and never worked on.'],
  expiredSession: ['Expired sessions', 'The session ends; the program has to log in again.'],
  lateCommit: ['Late commits', 'A save becomes visible later than its SystemModstamp says.'],
};

const attributes: Record<string, string> = { minMs: 'At least, ms', maxMs: 'At most, ms', status: 'Status' };

/** The fault switch with knobs. `/practice-org/faults` is the same for programs. */
export function faultsPages(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/faults', async (given) => faultsPage(given));

  routes.administrator('post', '/practice-org/setup/faults', async (given) => {
    const faults = faultSwitchOf(given.org);
    try {
      faults.set(given.form.has('off') ? noFaults() : readFaultPlan(planIn(given.form)));
    } catch (error) {
      throw error instanceof TypeError ? new PageError(400, error.message) : error;
    }
    return faultsPage(given, html`<p class="note good" role="status">The switch is set, and counts from zero.</p>`);
  });
}

function planIn(form: URLSearchParams): Record<string, unknown> {
  const plan: Record<string, unknown> = { seed: numberOf(form.get('seed') ?? '') };
  for (const kind of faultKinds) {
    const rule: Record<string, unknown> = {};
    for (const name of ['probability', 'times', 'path', ...extras(kind)]) {
      const text = (form.get(`${kind}.${name}`) ?? '').trim();
      if (text !== '') rule[name] = name === 'path' ? text : numberOf(text);
    }
    const objects = (form.get(`${kind}.objects`) ?? '').split(/[\s,]+/).filter(Boolean);
    if (objects.length > 0) rule.objects = objects;
    plan[kind] = rule;
  }
  return plan;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new TypeError(`"${text}" is not a number.`);
  return value;
}

function extras(kind: FaultKind): string[] {
  return Object.keys(noFaults()[kind]).filter((name) => name !== 'probability');
}

function faultsPage({ org, csrf }: SignedInRequest, note?: Html): Page {
  const { plan, struck } = faultSwitchOf(org);
  return {
    title: 'Faults',
    section: 'faults',
    body: html`
<h1>Faults</h1>
${note}
<p>What goes wrong in the API, how often. The same seed and the same requests give the same faults. A restart switches everything off; pages are never broken.</p>
<form method="post">${csrf}
<div class="cards">${faultKinds.map((kind) => faultCard(kind, plan, struck[kind]))}</div>
<div class="bar sheet actions"><div><label>Seed <input name="seed" inputmode="numeric" value="${plan.seed}"></label></div><button>Set</button><button name="off" value="1" class="plain">All off</button></div>
</form>
<section><h2>Without the switch</h2><p>A record whose last name, name, company or subject is <code>FAIL_ROW_LOCK</code> can never be saved, <code>FAIL_ROW_LOCK_2</code> fails twice and then works, <code>FAIL_TRIGGER</code> fails as a trigger of the org would.</p></section>`,
  };
}

function faultCard(kind: FaultKind, plan: FaultPlan, struck: number): Html {
  const [title, meaning] = meanings[kind];
  const rule: Record<string, unknown> = { ...plan[kind] };
  const input = (name: string, label: string, value: unknown, hint?: string) =>
    html`<div class="field"><label>${label} ${hint && html`<small>${hint}</small>`}<input name="${kind}.${name}" value="${value === undefined ? '' : String(value)}"></label></div>`;
  return html`<section>
<h2>${title} ${plan[kind].probability > 0 && html`<span class="tag bad">on, struck ${struck}</span>`}</h2>
<p class="quiet">${meaning}</p>
${input('probability', 'Probability', rule.probability, '0 never, 1 always')}
${input('times', 'At most, times', rule.times, 'empty: no limit')}
${extras(kind).map((name) => input(name, attributes[name] ?? name, rule[name]))}
${kind === 'rowLock' || kind === 'missingRows' ? input('objects', 'Objects', plan[kind].objects?.join(' '), 'empty: all') : kind !== 'lateCommit' && kind !== 'stuckJob' && input('path', 'Path starts with', rule.path, 'empty: all of /services')}
</section>`;
}
