import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { editPeople } from '../../people/write-people.ts';
import { setPolicy } from '../conflict-policies.ts';
import { makeConnections } from '../connections.ts';
import { runCycle } from '../cycle.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';

/** Nothing is lost between a count and a cursor (SYN-3), whatever Salesforce or the clock does. */

const leads = 450;
let sync: TestSync;

beforeAll(async () => {
  // So few rows to a Bulk page that a load has several.
  sync = await startTestSync({ leads, settings: { overlapSeconds: 0, bulkThresholdRows: 400, bulkPageRows: 200 } });
  await sync.connect();
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

const leadRows = () =>
  sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where sfdc_type = 'Lead' order by sfdc_id`,
  );
const leadStep = async (operation = 'Pull updates') =>
  (await sync.steps()).find((s) => s.object === 'Lead' && s.operation === operation);
const cursor = () =>
  sync.rows(`select covered_until, job from sync_cursor where object = 'Lead' and operation = 'Pull updates'`);
const touchAll = (seconds: number) =>
  sync.org.pool.query(
    `update org."Lead" set "SystemModstamp" = date_trunc('second', now()) - make_interval(secs => $1) where not "IsDeleted"`,
    [seconds],
  );
const equal = async () => expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });

/** A cycle in which something happens in Salesforce between the count of a window and its reading. */
async function cycleWith(call: 'query' | 'createQueryJob', happens: () => Promise<unknown>) {
  const subscription = await sync.subscription();
  const salesforce = await sync.engine.connect(subscription);
  let done = false;
  const once = async () => {
    if (!done) await happens();
    done = true;
  };
  const watched = new Proxy(salesforce, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const bound = value.bind(target);
      if (name !== call) return bound;
      if (call === 'createQueryJob') return (...args: unknown[]) => once().then(() => bound(...args));
      return async function* (...args: unknown[]) {
        if (String(args[0]).includes('FROM Lead')) await once();
        yield* bound(...args);
      };
    },
  });
  return runCycle({ ...sync.engine, connect: async () => watched }, subscription);
}

test('a Bulk load that lacks a row fails its step, keeps the cursor, and is read again from its start (SYN-3)', async () => {
  await faults({ missingRows: { probability: 1, times: 1, objects: ['Lead'] } });
  expect(await sync.cycle()).toMatchObject({ error: { code: 'sf/incomplete-answer' } });
  expect(await leadStep()).toMatchObject({
    status: 'Incomplete',
    message: expect.stringContaining(`Of ${leads} Lead records that have not changed since, ${leads - 1} were read.`),
  });
  expect(await cursor()).toEqual([{ covered_until: null, job: null }]);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await leadRows()).toHaveLength(leads);
  await equal();
});

test('a REST answer that lacks a row does not move the cursor either', async () => {
  await touchAll(10);
  await sync.org.pool.query(`update org."Lead" set "SystemModstamp" = now() - interval '1 day' where "Id" in
    (select "Id" from org."Lead" order by "Id" limit 150)`);
  await sync.rows(`update sync_cursor set covered_until = covered_until - interval '1 hour' where object = 'Lead'`);
  const before = await cursor();
  await faults({ missingRows: { probability: 1, times: 1, objects: ['Lead'] } });
  expect(await sync.cycle()).toMatchObject({ error: { code: 'sf/incomplete-answer' } });
  expect(await cursor()).toEqual(before);
  expect(await sync.cycle()).toMatchObject({ error: null });
  await equal();
});

test('records that change, go and come while a window is read are no loss and no alarm: the next cycle has them', async () => {
  await touchAll(0);
  const [edited, deleted] = await leadRows();
  const edits = async () => {
    await sync.admin.sobject('Lead').update({ Id: edited?.sfdc_id ?? '', City: 'Meanwhile' });
    await sync.admin.sobject('Lead').delete(deleted?.sfdc_id ?? '');
    await sync.admin.sobject('Lead').create({ LastName: 'Meanwhile', Company: 'Meanwhile Ltd' });
  };
  expect(await cycleWith('createQueryJob', edits)).toMatchObject({ error: null });
  expect(await sync.cycle()).toMatchObject({ error: null });
  await equal();
  expect(await sync.rows(`select city from person where sfdc_id = '${edited?.sfdc_id}'`)).toEqual([
    { city: 'Meanwhile' },
  ]);
});

test('a shortfall that edits explain is told in the step', async () => {
  await touchAll(0);
  await sync.org.pool.query(`update org."Lead" set "SystemModstamp" = now() - interval '1 day' where "Id" in
    (select "Id" from org."Lead" order by "Id" limit 200)`);
  const [, , , last] = (await leadRows()).reverse();
  await cycleWith('query', () => sync.admin.sobject('Lead').delete(last?.sfdc_id ?? ''));
  expect(await leadStep()).toMatchObject({
    status: 'Succeeded',
    message: expect.stringMatching(/^1 of \d+ records changed while they were read; the next cycle reads them\.$/),
  });
  await sync.cycle();
  await equal();
});

test('hundreds of records with one stamp, across the borders of pages, all arrive (SYN-3)', async () => {
  await sync.org.pool.query(
    `update org."Lead" set "City" = 'One stamp', "SystemModstamp" = date_trunc('second', now())`,
  );
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(
    await sync.rows(`select count(*)::int as n from person where city = 'One stamp' and not sfdc_is_deleted`),
  ).toEqual([{ n: leads - 1 }]);
  await equal();
});

test('a Bulk job that hangs is aborted, and the window is read by queries (field.md 26)', async () => {
  await touchAll(0);
  await faults({ stuckJob: { probability: 1, times: 1 } });
  const { pool, log } = sync.engine;
  const connect = makeConnections({ ...sync.setup, pool, log, bulkPatienceSeconds: 1 });
  expect(await runCycle({ ...sync.engine, connect }, await sync.subscription())).toMatchObject({ error: null });
  expect(await leadStep()).toMatchObject({
    status: 'Succeeded',
    message: expect.stringContaining('The records are read by queries instead.'),
  });
  expect(await cursor()).toMatchObject([{ job: null }]);
  await equal();
});

test('too many requests at this moment are tried again; the requests of the day used up end the cycle (field.md 25)', async () => {
  await faults({ concurrencyLimit: { probability: 1, times: 2 } });
  expect(await sync.cycle()).toMatchObject({ error: null });
  await faults({ requestLimit: { probability: 1, times: 1 } });
  expect(await sync.cycle()).toMatchObject({ error: { code: 'sf/request-limit' } });
});

test('a purged record leaves no trace: the comparison of ids finds it, and asks before it believes (SYN-3, SYN-7)', async () => {
  const compare = (object: string) =>
    sync.rows(`update id_comparison set compared_at = '-infinity' where object = '${object}'`);
  const [purged, inBin] = (await leadRows()).slice(10);
  await sync.admin.sobject('Lead').delete([purged?.sfdc_id ?? '', inBin?.sfdc_id ?? '']);
  await purge(purged?.sfdc_id ?? '');
  await sync.cycle();
  const flags = () =>
    sync.rows(`select sfdc_is_deleted as gone from person where id in (${purged?.id}, ${inBin?.id}) order by sfdc_id`);
  expect(await flags()).toEqual([{ gone: false }, { gone: true }]);
  await compare('Lead');
  await sync.cycle();
  expect(await leadStep('Compare ids')).toMatchObject({
    status: 'Succeeded',
    counts: { deleted: 1 },
    message: expect.stringContaining('1 deleted records had left the recycle bin'),
  });
  expect(await flags()).toEqual([{ gone: true }, { gone: true }]);
  await equal();

  await compare('Lead');
  await sync.cycle();
  expect(await leadStep('Compare ids')).toBeUndefined();
});

test('a record that came into sight without being changed is found by its id', async () => {
  const { id } = await sync.admin.sobject('Lead').create({ LastName: 'Unseen', Company: 'Unseen Ltd' });
  await sync.org.pool.query(`update org."Lead" set "SystemModstamp" = now() - interval '10 days' where "Id" = '${id}'`);
  await sync.rows(`update id_comparison set compared_at = '-infinity' where object = 'Lead'`);
  await sync.cycle();
  expect(await sync.rows(`select last_name from person where sfdc_id = '${id}'`)).toEqual([{ last_name: 'Unseen' }]);
  await equal();
});

test('after a pause longer than the recycle bin remembers, ids are compared at once', async () => {
  const [purged] = (await leadRows()).slice(20);
  await sync.admin.sobject('Lead').delete(purged?.sfdc_id ?? '');
  await purge(purged?.sfdc_id ?? '');
  await sync.rows(`update sync_cursor set covered_until = now() - interval '16 days' where object = 'Lead'`);
  await sync.cycle();
  expect(await leadStep('Compare ids')).toMatchObject({ counts: { deleted: 1 } });
  await equal();
});

test('our clock may be wrong by hours: cursors follow Salesforce, and the newest edit is still the newest (SYN-5)', async () => {
  const hours = 5;
  const subscription = await sync.subscription();
  const salesforce = await sync.engine.connect(subscription);
  const ahead = new Proxy(salesforce, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name === 'clock' && value) return new Date((value as Date).getTime() + hours * 3_600_000);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const [lead] = (await leadRows()).slice(30);
  await sync.run((client) => setPolicy(client, 'Lead', 'newest'));
  await sync.run((client) => editPeople(client, [{ id: lead?.id ?? 0, values: { city: 'Newest' } }], 'test'));
  await sync.org.pool.query(`
    update org."Lead" set "City" = 'Older', "SystemModstamp" = date_trunc('second', now() + interval '${hours} hours - 1 minute')
     where "Id" = '${lead?.sfdc_id}'`);
  expect(await runCycle({ ...sync.engine, connect: async () => ahead }, subscription)).toMatchObject({ error: null });
  expect(await sync.rows(`select here, there, outcome from conflict where person_id = ${lead?.id}`)).toEqual([
    { here: 'Newest', there: 'Older', outcome: 'marketing-wins' },
  ]);
  const [covered] = await sync.rows<{ ahead: boolean }>(`
    select covered_until > now() + interval '${hours} hours - 1 minute' as ahead from sync_cursor
     where object = 'Lead' and operation = 'Pull updates'`);
  expect(covered).toEqual({ ahead: true });
});

/** As an administrator does in Setup, and every integration may (SOAP emptyRecycleBin). */
async function purge(id: string): Promise<void> {
  const envelope = `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com">
    <soapenv:Header><urn:SessionHeader><urn:sessionId>${sync.admin.accessToken}</urn:sessionId></urn:SessionHeader></soapenv:Header>
    <soapenv:Body><urn:emptyRecycleBin><urn:ids>${id}</urn:ids></urn:emptyRecycleBin></soapenv:Body></soapenv:Envelope>`;
  const response = await fetch(new URL('/services/Soap/u/64.0', sync.org.url), {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: envelope,
  });
  expect(await response.text()).toContain('<success>true</success>');
}
