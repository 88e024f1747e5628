import { expect, test } from 'vitest';
import type { LoadPlan } from './load-plan.ts';
import type { ObjectLink } from './object-links.ts';
import { renderClaim } from './render-claim.ts';
import { linkInput, renderLink, renderNewRecords } from './render-create.ts';
import { followable, renderBelongingTo } from './render-links.ts';
import { dueLeads, markSent, renderDueMembers, renderSettleMembers } from './render-member-push.ts';
import { type MemberField, renderEditMembers } from './render-members.ts';
import {
  pushedColumns,
  renderChangedPeople,
  renderCopyIn,
  renderDecisions,
  renderFlagDeleted,
  renderInsertCompanies,
  renderInsertPeople,
  renderKeepOurs,
  renderPersonActivities,
  renderSplitText,
  renderStaging,
  renderUpdateCompanies,
  renderUpdatePeople,
} from './render-pull.ts';
import { renderBulkCsv, renderJsonRecords } from './render-push.ts';
import {
  arriveCampaignMembers,
  changedPairs,
  leaveWork,
  pairStates,
  renderPairValues,
  renderReconcile,
} from './render-reconcile.ts';
import {
  renderChangedRecords,
  renderFlagDeletedRecords,
  renderInsertRecords,
  renderRecordActivities,
  renderUpdateRecords,
} from './render-records.ts';
import { renderCompare, renderMissingThere } from './render-verify.ts';
import { renderCompareMembers } from './render-verify-members.ts';
import { resolveFixedPlan } from './resolve-plan.ts';

/**
 * The rendered SQL of a small plan, kept as files so that a reviewer reads what a change does to real statements. The
 * names are hostile on purpose; that the statements also run is the business of sync/pull/merge.pg.test.ts.
 */
const people: LoadPlan = {
  version: 1,
  object: 'Contact',
  target: 'person',
  columns: [
    {
      source: 'OwnerId',
      column: 'sfdc_owner_id',
      type: 'text',
      field: null,
      pushed: false,
      conflictPolicy: 'salesforce-wins',
    },
    {
      source: 'Title',
      column: 'title',
      type: 'text',
      field: { id: 7, name: 'title' },
      pushed: true,
      conflictPolicy: 'salesforce-wins',
    },
    {
      source: `Drop"; --__c`,
      column: `drop"; --__c`,
      type: 'numeric',
      field: { id: 8, name: `it's` },
      pushed: true,
      conflictPolicy: 'marketing-wins',
    },
    {
      source: 'IsDeleted',
      column: 'sfdc_is_deleted',
      type: 'boolean',
      field: { id: 9, name: 'sfdcIsDeleted' },
      pushed: false,
      conflictPolicy: 'salesforce-wins',
    },
  ],
};
const companies: LoadPlan = {
  version: 1,
  object: 'Account',
  target: 'company',
  columns: [
    {
      source: 'OwnerId',
      column: 'sfdc_owner_id',
      type: 'text',
      field: null,
      pushed: false,
      conflictPolicy: 'salesforce-wins',
    },
    {
      source: 'Name',
      column: 'name',
      type: 'text',
      field: { id: 1, name: 'name' },
      pushed: false,
      conflictPolicy: 'salesforce-wins',
    },
  ],
};

const join = (...statements: string[]) => `${statements.map((s) => `${s.trim()};`).join('\n\n')}\n`;

test('pull of people', async () => {
  const changed = renderChangedPeople(people);
  const split = renderSplitText(people);
  await expect(
    join(
      renderStaging(people),
      renderCopyIn(people),
      split.refuse,
      split.keep,
      renderInsertPeople(people),
      changed.find,
      changed.lock,
      changed.keepNewer,
      renderDecisions(people),
      renderKeepOurs(pushedColumns(people)),
      renderPersonActivities(people),
      renderUpdatePeople(people),
      renderFlagDeleted('person'),
    ),
  ).toMatchFileSnapshot('queries/pull-people.sql');
});

test('pull of companies', async () => {
  const { activities, forgetEdits, update } = renderUpdateCompanies(companies);
  await expect(join(renderInsertCompanies(companies), activities, forgetEdits, update)).toMatchFileSnapshot(
    'queries/pull-companies.sql',
  );
});

test('pull of records that Salesforce alone writes', async () => {
  const visible = new Set(['CampaignId', 'LeadId', 'ContactId', 'Status', 'IsDeleted']);
  const members = resolveFixedPlan('CampaignMember', visible);
  const tasks = resolveFixedPlan('Task', new Set(['WhoId', 'Subject', 'ActivityDate']));
  await expect(
    join(
      renderInsertRecords(members),
      renderChangedRecords(members),
      ...renderRecordActivities(members),
      renderUpdateRecords(members),
      renderFlagDeletedRecords('campaign_member'),
      renderInsertRecords(tasks),
      ...renderRecordActivities(tasks),
    ),
  ).toMatchFileSnapshot('queries/pull-records.sql');
});

test('records of an added object that belong to a person', async () => {
  const links: ObjectLink[] = [
    { field: 'Holder__c', through: null, to: 'Contact' },
    {
      field: 'Deal__c',
      through: { object: 'OpportunityContactRole', by: 'OpportunityId', field: 'ContactId' },
      to: 'Contact',
    },
    { field: 'Order__c', through: { object: 'Order__c', by: 'Id', field: 'Account__c' }, to: 'Account' },
  ];
  const fields = ['Seat__c.Holder__c', 'Seat__c.Deal__c', 'Seat__c.Order__c', 'Order__c.Account__c'];
  const columns = new Map(fields.map((field) => [field, field.replace(/^.*\./, '').toLowerCase()]));
  const unticked: ObjectLink = { field: 'Unticked__c', through: null, to: 'Lead' };
  expect(followable('Seat__c', [...links, unticked], columns)).toEqual(links);
  const statement = renderBelongingTo('Seat__c', links, columns, 'r."name" as "Name"');
  await expect(join(statement)).toMatchFileSnapshot('queries/belonging.sql');
});

test('creation and linking of leads', async () => {
  const { forget, keepLater, tie, log } = renderLink(people);
  const { create, fill, lock, dropOthers } = linkInput;
  await expect(
    join(
      renderNewRecords(people, new Set(['Title', `Drop"; --__c`])),
      create,
      fill,
      lock,
      dropOthers,
      forget,
      keepLater,
      tie,
      log,
    ),
  ).toMatchFileSnapshot('queries/create-leads.sql');
});

test('program members and their campaign', async () => {
  const fields: MemberField[] = [
    { id: 1, name: `it's`, label: 'Seats', type: 'integer', column: 'field_1', salesforceField: `Drop"; --__c` },
  ];
  const statements = (all: Record<string, string>) => Object.values(all);
  await expect(
    join(
      ...statements(renderEditMembers(fields)),
      arriveCampaignMembers,
      ...statements(changedPairs),
      pairStates,
      renderPairValues(fields),
      ...statements(renderReconcile(fields)),
      ...statements(leaveWork),
      dueLeads,
      ...statements(renderDueMembers(fields)),
      markSent,
      ...statements(renderSettleMembers(fields)),
      ...statements(renderCompareMembers(fields)),
    ),
  ).toMatchFileSnapshot('queries/program-members.sql');
});

test('push', async () => {
  const { find, lock, claim } = renderClaim(people, 200);
  await expect(
    join(find, lock, claim, renderJsonRecords(people), renderBulkCsv(people, 5, [7, 8])),
  ).toMatchFileSnapshot('queries/push.sql');
});

test('verify', async () => {
  const { seen, missing, values } = renderCompare(people);
  await expect(join(seen, missing, values, renderMissingThere(people))).toMatchFileSnapshot('queries/verify.sql');
});
