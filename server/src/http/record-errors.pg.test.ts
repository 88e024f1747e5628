import { afterAll, expect, test } from 'vitest';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { recordBacklog } from '../sync/backlog.ts';
import { makeTestContext } from '../test-context.ts';
import { allRoutes } from './all-routes.ts';
import { buildApp } from './app.ts';
import { Visitor } from './testing/visitor.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
const context = stack.use(await makeTestContext());
const app = await buildApp(context, allRoutes);
stack.defer(() => app.close());
const admin = await new Visitor(app).becomeFirstAdmin();
const subscription = await openSubscription(context.pool);
const query = (text: string) => inSubscription(context.pool, subscription, (client) => client.query(text));

await query(`
  insert into person (sfdc_id, sfdc_type) values ('00Q1', 'Lead'), ('00Q2', 'Lead'), ('0031', 'Contact');
  insert into record_error (object, direction, person_id, sfdc_id, code, class, message, fields, retry_at) values
    ('Lead', 'to-salesforce', 1, '00Q1', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'wait-for-change', '=cmd()', '{Phone}', now()),
    ('Lead', 'to-salesforce', 2, '00Q2', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'wait-for-change', '=cmd()', '{Phone}', now()),
    ('Contact', 'to-marketing', 3, '0031', 'VALUE_DOES_NOT_FIT', 'wait-for-change', 'Not a "date", but', '{}', null)`);

test('errors are grouped by cause, with the number of records and when they were seen (OPS-2)', async () => {
  const { body } = await admin.send('GET', '/admin/errors/groups');
  expect(body.groups).toMatchObject([
    { object: 'Lead', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', records: 2, fields: ['Phone'] },
    { object: 'Contact', direction: 'to-marketing', records: 1 },
  ]);
  expect(body.groups[0].firstSeen <= body.groups[0].lastSeen).toBe(true);
  const one = await admin.send('GET', '/admin/errors?object=Lead&limit=1');
  expect(one.body.errors).toMatchObject([{ sfdcId: '00Q2' }]);
  const next = await admin.send('GET', `/admin/errors?object=Lead&before=${one.body.errors[0].id}`);
  expect(next.body.errors).toMatchObject([{ sfdcId: '00Q1' }]);
});

test('those of one cause are tried again, the others are left alone (OPS-2)', async () => {
  const { body } = await admin.send('POST', `/admin/errors/retry?object=Lead&message=${encodeURIComponent('=cmd()')}`);
  expect(body).toEqual({ retried: 2 });
  expect((await query('select from record_error where retry_at is not null')).rowCount).toBe(0);
  expect((await admin.send('POST', '/admin/errors/retry?code=NOBODY')).body).toEqual({ retried: 0 });
});

test('CSV is quoted, and nothing in it runs as a formula (SEC-3)', async () => {
  const { body, headers } = await admin.send('GET', '/admin/errors.csv');
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(body).toContain(",'=cmd(),Phone,");
  expect(body).toContain('"Not a ""date"", but"');
});

test('steps are filtered by time and come as CSV (OPS-1)', async () => {
  await query(`
    insert into step (cycle_id, object, operation, status, started_at, ended_at, updated)
    values (1, 'Lead', 'Pull updates', 'Succeeded', '2026-01-01T10:00Z', '2026-01-01T10:01Z', 3),
           (1, 'Lead', 'Push updates', 'Failed', '2026-01-02T10:00Z', '2026-01-02T10:01Z', 0)`);
  const { body } = await admin.send('GET', '/admin/steps?from=2026-01-02T00:00:00Z');
  expect(body.steps).toMatchObject([{ operation: 'Push updates' }]);
  const csv = await admin.send('GET', '/admin/steps.csv?to=2026-01-02T00:00:00Z');
  expect(csv.body).toMatch(/^object,operation,status.*\r\nLead,Pull updates,Succeeded,2026-01-01/);
});

test('the backlog of both directions, how fast it goes, and whether it grows (OPS-3)', async () => {
  await query(`
    insert into field (entity, name, label, type, column_name, standard, read_only)
    values ('person', 'test', 'Test', 'string', 'test', false, false);
    insert into pending_change (person_id, field_id) select p.id, f.id from person p, field f where f.name = 'test';
    update sync_state set plans = (
      select jsonb_agg(jsonb_build_object('object', object, 'columns', jsonb_build_array(
               jsonb_build_object('field', jsonb_build_object('id', f.id), 'pushed', true))))
        from unnest(array['Lead', 'Contact']) object, field f where f.name = 'test');
    insert into step (cycle_id, object, operation, status, started_at, ended_at, updated)
    values (2, 'Lead', 'Push updates', 'Succeeded', now(), now(), 40);
    insert into backlog_point values (now() - interval '9 hours', 'Lead', 1, 0), (now() - interval '6 days', 'Lead', 9, 9)`);
  await inSubscription(context.pool, subscription, recordBacklog);
  const { body } = await admin.send('GET', '/admin/backlog');
  expect(body.objects).toEqual([
    {
      object: 'Contact',
      perHour: { min: 0, max: 0, average: 0 },
      toSalesforce: 1,
      toMarketing: 1,
      estimatedSeconds: null,
      trend: 'Normal',
    },
    {
      object: 'Lead',
      perHour: { min: 40, max: 40, average: 40 },
      toSalesforce: 2,
      toMarketing: 0,
      estimatedSeconds: 180,
      trend: 'Growing',
    },
  ]);
  expect(body.points.map(({ toSalesforce }: { toSalesforce: number }) => toSalesforce)).toEqual([1, 3]);
});
