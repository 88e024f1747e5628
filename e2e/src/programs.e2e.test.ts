import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { type ConnectedVisit, connectedVisit } from './connected-visit.ts';
import { everyPage, follow, go, visitAs } from './every-page.ts';
import { picture } from './picture.ts';
import { openRecord, signInToPracticeOrg } from './practice-org-visit.ts';

/** A program in step with a campaign of the org, as marketers and administrators work with it (PRG, FLW). */

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

let visit: ConnectedVisit;
let page: Page;

beforeAll(async () => {
  visit = await connectedVisit();
  ({ page } = visit);
});
afterAll(() => visit[Symbol.asyncDispose]());

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const campaignState = (text: string) => page.getByTestId('campaign-state').getByText(text).waitFor();
const inOrg = async () =>
  (
    await visit.stack.org.pool.query(`
      select m."Status" as status, l."LastName" as name
        from org."CampaignMember" m join org."Lead" l on l."Id" = m."LeadId" where not m."IsDeleted"`)
  ).rows;

async function choose(label: string, typed: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await page.getByRole('option', { name: option }).first().click();
}

test('a program is created where its list says there is none', async () => {
  onTestFailed(() => picture(page, 'programs-failed'));
  await page.getByRole('navigation').getByRole('link', { name: 'Programs', exact: true }).click();
  await page.getByText('There is no program yet').waitFor();
  await button('Create program').first().click();
  await dialog().getByLabel('Name').fill('Spring mailing');
  await dialog().getByLabel('Channel').selectOption('Direct Mail');
  await expectAccessible(page, 'program-create');
  await dialog().getByRole('button', { name: 'Create program' }).click();
  await page.getByRole('heading', { name: 'Spring mailing' }).waitFor();
  await page.getByText('Nobody is a member yet').waitFor();
});

test('a campaign is linked once what each side lacks is created there', async () => {
  onTestFailed(() => picture(page, 'program-link-failed'));
  await page.getByRole('link', { name: 'Link with a campaign' }).click();
  await choose('Campaign', 'dm ', /DM Campaign/);
  await page.getByRole('row', { name: /Returned .* Missing in the campaign/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('campaign')).toMatch(/^701/);
  await expectAccessible(page, 'program-link');
  await button('Add to the channel').click();
  await dialog().getByText('1 program has this channel').waitFor();
  await dialog().getByRole('button', { name: 'Add to the channel' }).click();
  await page.getByRole('row', { name: /Received No Received No Same/ }).waitFor();
  await button('Create 1 status and link').click();
  await page.getByRole('heading', { name: 'Spring mailing' }).waitFor();
  await campaignState('Taking up members');
  await button('Compare statuses').click();
  await page.getByText('The statuses are the same on both sides.').click();
  await page.getByRole('row', { name: /Returned No Returned No Same/ }).waitFor();
});

test('a member that is added here is in the campaign after a cycle; its status there is here after the next', async () => {
  onTestFailed(() => picture(page, 'program-members-failed'));
  await button('Add people').click();
  await choose('People', 'bertha', /Bertha Boxer/);
  await page.keyboard.press('Escape'); // Closes the list of found people.
  await dialog().getByRole('combobox', { name: 'Status' }).selectOption('Returned');
  await dialog().getByRole('button', { name: 'Add people' }).click();
  await page.getByRole('row', { name: /Bertha Boxer .*Returned No/ }).waitFor();
  await visit.admin.send('POST', '/admin/sync/now');
  await campaignState('In step');
  expect(await inOrg()).toEqual([{ status: 'Returned', name: 'Boxer' }]);

  const salesforce = await page.context().newPage();
  await signInToPracticeOrg(salesforce, visit.stack.org);
  await openRecord(salesforce, visit.stack.org, 'CampaignMember', '');
  await salesforce.getByRole('link', { name: 'Edit' }).click();
  await salesforce.locator('[name="Status"]').selectOption('Responded');
  await salesforce.getByRole('button', { name: 'Save' }).click();
  await salesforce.close();
  await visit.admin.send('POST', '/admin/sync/now');
  await page.getByRole('row', { name: /Bertha Boxer .*Responded Yes/ }).waitFor();
  await expectAccessible(page, 'program');
});

test('the campaign is worked with from the page of a person, and the person shows its programs', async () => {
  onTestFailed(() => picture(page, 'person-campaign-failed'));
  await page.getByRole('link', { name: 'Bertha Boxer' }).click();
  await page.getByRole('tab', { name: 'Programs' }).click();
  await page.getByRole('row', { name: /Spring mailing Responded .* In step/ }).waitFor();
  await expectAccessible(page, 'person-programs');
  await button('Actions').click();
  await page.getByRole('menuitem', { name: 'Change Status in SFDC Campaign' }).click();
  await choose('Campaign', 'dm ', /DM Campaign/);
  await dialog().getByLabel('Status in the campaign').selectOption('Sent');
  await dialog().getByRole('button', { name: 'Change status' }).click();
  await dialog().getByText('Updated: 1').waitFor();
  expect(await inOrg()).toEqual([{ status: 'Sent', name: 'Boxer' }]);
  await dialog().getByRole('button', { name: 'Close' }).last().click();
  await button('Actions').click();
  await page.getByRole('menuitem', { name: 'Remove from SFDC Campaign' }).click();
  await choose('Campaign', 'dm ', /DM Campaign/);
  await dialog().getByRole('button', { name: 'Remove from campaign' }).click();
  expect(await dialog().getByRole('status').count()).toBe(0); // The tick is missing.
  await expectAccessible(page, 'campaign-remove');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

test('channels and member fields have pages', async () => {
  onTestFailed(() => picture(page, 'channels-failed'));
  const navigation = page.getByRole('navigation');
  await navigation.getByRole('link', { name: 'Member fields' }).click();
  await button('Create member field').click();
  await dialog().getByLabel('Name').fill('seats');
  await dialog().getByRole('button', { name: 'Create member field' }).click();
  await page.getByRole('row', { name: /seats .*string Only here/ }).waitFor();
  await navigation.getByRole('link', { name: 'Channels' }).click();
  await button('Edit the channel Direct Mail').click();
  await dialog().getByRole('button', { name: 'Remove the status Responded' }).click();
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByRole('alert').waitFor(); // A member reached it, and there has to be a success.
  await expectAccessible(page, 'channel-edit');
});

/** What only some may do; whoever may not is not offered it. */
const forAdmins =
  /^(Sync now|Disable sync|Enable sync|Edit Sync Options|Delete|Remove|Map|Rename|Try again|Dismiss|Unlink|Create (channel|member field|token|user))$/;
const forMarketers = /^(Actions|Edit|Edit values|Create program|Add people|Change status|Take out)$/;

test('every page opens for a viewer and a marketer: what they may not do is neither offered nor asked for (OPS-6)', async () => {
  const { programs } = await visit.admin.get<{ programs: { id: number }[] }>('/admin/programs');
  const { people } = await visit.admin.get<{ people: { id: number }[] }>('/admin/people?limit=1');
  const places = everyPage({
    '/people/:id': `/people/${people[0]?.id}`,
    '/programs/:id': `/programs/${programs[0]?.id}`,
    '/objects/:name': '/objects/Lead',
    '/fields/:name': '/fields/email',
  });
  expect(places.length).toBeGreaterThan(30);
  const visitEveryPage = async (role: 'viewer' | 'marketer') => {
    const theirs = await visitAs(role, visit);
    const refused = theirs.page.getByRole('heading', { name: 'This page is not for your role' });
    await go(theirs.page, '/users');
    await refused.waitFor();
    if (role === 'viewer') await expectAccessible(theirs.page, 'refused');
    for (const { path, forAdmins: closed } of places) {
      if (closed) {
        await go(theirs.page, path);
        await refused.waitFor();
        continue;
      }
      await follow(theirs.page, path);
      expect(await refused.count(), `${path} for a ${role}`).toBe(0);
      expect(await theirs.page.locator('main [data-kind="error"]').allTextContents(), path).toEqual([]);
      const offered = await theirs.page.getByRole('main').getByRole('button').allTextContents();
      const forbidden = role === 'viewer' ? [forAdmins, forMarketers] : [forAdmins];
      expect(
        offered.filter((name) => forbidden.some((names) => names.test(name))),
        `${path} for a ${role}`,
      ).toEqual([]);
    }
    expect(theirs.complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await theirs.context.close();
  };
  await Promise.all([visitEveryPage('viewer'), visitEveryPage('marketer')]);
});

test('lists and accounts are accessible in either theme, on a phone and on a laptop', async () => {
  onTestFailed(() => picture(page, 'lists-failed'));
  for (const path of [
    '/database/companies',
    '/database/opportunities',
    '/programs',
    '/channels',
    '/member-fields',
    '/salesforce',
    '/salesforce/objects',
    '/salesforce/currencies',
    '/field-management/schema-changes',
    '/field-management?search=email',
    '/notifications',
    '/audit-trail',
    '/account/password',
    '/no/such/page',
  ]) {
    await follow(page, path);
    await expectAccessible(page, path.replace(/\W+/g, '-').slice(1));
  }
});

test('the browser had nothing to complain of', () => {
  // Who is signed in was asked before anybody was; the channel was refused.
  expect(visit.complaints.filter((text) => !/401|400/.test(text))).toEqual([]);
});
