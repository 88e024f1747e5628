import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedApp, findConnectedApp, saveConnectedApp } from './identity/oauth/connected-apps.ts';
import { startTestApi, type TestApi } from './test-api.ts';

const run = promisify(execFile);
const cache = process.env.LOCKSTEP_CLIENTS ?? join(homedir(), '.cache', 'lockstep-clients');

let api: TestApi;
let home: string;
beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  await run('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--prefer-offline', '@salesforce/cli@2']);
  home = await mkdtemp(join(tmpdir(), 'sf-'));
  api = await startTestApi();
  await sf('org', 'login', 'access-token', '--instance-url', api.org.url, '--no-prompt', '--alias', 'practice');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});

/** What a command of the CLI as users have it prints, with a home of its own. */
async function printed(...command: string[]): Promise<string> {
  const env = {
    ...process.env,
    HOME: home,
    SF_ACCESS_TOKEN: api.connection.accessToken as string,
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  };
  const program = join(cache, 'node_modules', '@salesforce', 'cli', 'bin', 'run.js');
  const { stdout } = await run(process.execPath, [program, ...command], { cwd: home, env, maxBuffer: 1e8 });
  return stdout;
}

// biome-ignore lint/suspicious/noExplicitAny: each command has a result of its own
const sf = async (...command: string[]): Promise<any> => JSON.parse(await printed(...command, '--json')).result;

test('sf: logs in with a signed assertion, which needs no other secret', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { pool, connectedApp, admin, url } = api.org;
  const app = (await findConnectedApp(pool, connectedApp.consumerKey)) as ConnectedApp;
  const flows = [...app.flows, 'jwt_bearer' as const];
  await saveConnectedApp(pool, { ...app, flows, adminApproved: true, certificate: publicKey });
  await writeFile(join(home, 'server.key'), privateKey);
  const login = ['--username', admin.username, '--client-id', connectedApp.consumerKey, '--jwt-key-file', 'server.key'];
  expect(await sf('org', 'login', 'jwt', ...login, '--instance-url', url, '--alias', 'signed')).toMatchObject({
    username: admin.username,
    instanceUrl: url,
  });
  expect((await sf('data', 'query', '-q', 'SELECT Id FROM Lead LIMIT 2', '-o', 'signed')).records).toHaveLength(2);
  const limits = JSON.parse(await printed('api', 'request', 'rest', '/services/data/v60.0/limits', '-o', 'signed'));
  expect(limits.DailyApiRequests.Max).toBe(15_000);
});

const onOrg = (...command: string[]) => sf(...command, '-o', 'practice');
const bulk = (command: string, file: string, ...more: string[]) =>
  onOrg('data', command, 'bulk', '-s', 'Lead', '-f', file, '--wait', '5', ...more);

test('sf: query, search, describe, bulk export', async () => {
  expect((await onOrg('data', 'query', '-q', 'SELECT Id, Owner.Name FROM Lead LIMIT 2')).records).toHaveLength(2);
  expect((await onOrg('data', 'search', '-q', 'FIND {edge} RETURNING Account(Name)')).searchRecords).toHaveLength(1);
  expect((await onOrg('sobject', 'describe', '-s', 'Lead')).name).toBe('Lead');
  await onOrg(
    'data',
    'export',
    'bulk',
    '-q',
    'SELECT Id, Name FROM Account',
    '--output-file',
    'out.csv',
    '--wait',
    '5',
  );
  expect((await readFile(join(home, 'out.csv'), 'utf8')).trim().split('\n')).toHaveLength(14);
});

test('sf: import, upsert, update and delete in bulk', async () => {
  await writeFile(join(home, 'new.csv'), 'LastName,Company,Email\nOne,Sf,one@sf.example\nTwo,Sf,two@sf.example\n');
  expect(await bulk('import', 'new.csv')).toMatchObject({ processedRecords: 2, failedRecords: 0 });
  expect((await bulk('upsert', 'new.csv', '-i', 'Email')).jobInfo).toMatchObject({ numberRecordsFailed: 0 });
  const { records } = await api.connection.query("SELECT Id FROM Lead WHERE Company = 'Sf'");
  const ids = records.map(({ Id }) => Id as string);
  expect(ids).toHaveLength(2);
  await writeFile(join(home, 'change.csv'), `Id,Title\n${ids.map((id) => `${id},Boss`).join('\n')}\n`);
  expect(await bulk('update', 'change.csv')).toMatchObject({ successfulRecords: 2 });
  await writeFile(join(home, 'ids.csv'), `Id\n${ids.join('\n')}\n`);
  expect((await bulk('delete', 'ids.csv')).jobInfo).toMatchObject({
    numberRecordsProcessed: 2,
    numberRecordsFailed: 0,
  });
});
