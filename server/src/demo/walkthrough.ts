import { setTimeout as pause } from 'node:timers/promises';
import type { PeoplePage, PersonDetail } from '@lockstep/contract/people.ts';
import type { DryRunView, SetupView } from '@lockstep/contract/setup.ts';
import type { StatusView } from '@lockstep/contract/status.ts';
import type { VerificationView } from '@lockstep/contract/sync.ts';
import { LockstepError } from '../errors.ts';
import type { AdminApi } from './admin-api.ts';
import type { PracticeOrgAddress } from './practice-org.ts';
import type { SalesforceUser } from './salesforce-user.ts';

/** How far the demo is, for whoever shows it. */
export interface Narrator {
  say(line: string): void;
  /** Live progress of the first sync. */
  progress(status: StatusView): void;
}

/** The whole set-up of SPEC SET through the public API, as an administrator would do it on the pages. */
export async function setUp(api: AdminApi, org: PracticeOrgAddress, narrator: Narrator): Promise<DryRunView> {
  const { username, password, securityToken } = org.syncUser;
  await api.put('/admin/setup/credentials', {
    method: 'password',
    loginUrl: org.url,
    username,
    password,
    securityToken,
  });
  narrator.say(`Connected to ${org.url} as ${username}.`);
  await api.post('/admin/setup/sync-fields');
  const { identity } = await api.get<SetupView>('/admin/setup');
  if (!identity) throw new LockstepError('internal/unexpected', 'no identity after credentials were accepted');
  await api.post('/admin/setup/confirm', { organizationId: identity.organizationId });
  narrator.say(`Fields synced; credentials confirmed for ${identity.organizationName} (${identity.edition}).`);
  await api.post('/admin/setup/mappings/finish');
  const dryRun = await api.get<DryRunView>('/admin/setup/dry-run');
  narrator.say(`To pull: ${dryRun.objects.map((o) => `${o.records} ${o.object}`).join(', ')}.`);
  await api.post('/admin/setup/start');
  return dryRun;
}

const lookEveryMs = 200;

/** Waits until a cycle that began after `since` has succeeded; a cycle that failed for good ends the demo with its reason. */
export async function waitForSync(api: AdminApi, narrator: Narrator, since: string | null): Promise<StatusView> {
  for (;;) {
    const status = await api.get<StatusView>('/admin/status');
    narrator.progress(status);
    if (status.failure)
      throw new LockstepError('internal/unexpected', `${status.failure.message} ${status.failure.detail}`);
    if (status.state === 'last-synced' && status.lastSyncedAt !== since) return status;
    await pause(lookEveryMs);
  }
}

export interface RoundTrip {
  toMarketingMs: number;
  toSalesforceMs: number;
}

/** One change in Salesforce that arrives here, and one change here that arrives in Salesforce; each asks for a cycle now. */
export async function showRoundTrip(api: AdminApi, salesforce: SalesforceUser, narrator: Narrator): Promise<RoundTrip> {
  const [lead] = (await api.get<PeoplePage>('/admin/people?sfdcType=Lead&limit=1')).people;
  if (!lead?.sfdcId) throw new LockstepError('internal/unexpected', 'no lead to show a change on');
  const { sfdcId } = lead;
  const name = [lead.values.firstName, lead.values.lastName].filter(Boolean).join(' ');

  const title = `Director of Keeping in Step, ${new Date().toISOString().slice(0, 19)}`;
  const toMarketingMs = await timed(async () => {
    await salesforce.update('Lead', sfdcId, { Title: title });
    await api.post('/admin/sync/now');
    await until(async () => (await api.get<PersonDetail>(`/admin/people/${lead.id}`)).person.values.title === title);
  });
  narrator.say(`Changed in Salesforce: the title of ${name}. Arrived here after ${toMarketingMs} ms.`);

  const phone = `(555) ${String(Date.now()).slice(-7, -4)}-${String(Date.now()).slice(-4)}`;
  const toSalesforceMs = await timed(async () => {
    await api.patch('/admin/people', { people: [{ id: lead.id, values: { phone } }] });
    await api.post('/admin/sync/now');
    await until(
      async () => (await salesforce.query(`SELECT Phone FROM Lead WHERE Id = '${sfdcId}'`))[0]?.Phone === phone,
    );
  });
  narrator.say(`Changed here: the phone number of ${name}. Arrived in Salesforce after ${toSalesforceMs} ms.`);
  return { toMarketingMs, toSalesforceMs };
}

export function proveSameness(api: AdminApi): Promise<VerificationView> {
  return api.post<VerificationView>('/admin/verify');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return Math.round(performance.now() - begin);
}

/** A change that does not arrive is a failure of the demo, not something to wait for without end. */
async function until(arrived: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await arrived())) {
    if (Date.now() > deadline)
      throw new LockstepError('internal/unexpected', 'The change did not arrive within two minutes.');
    await pause(50);
  }
}
