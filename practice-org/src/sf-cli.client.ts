import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** The result of a command of the CLI as users have it, with a home of its own. */
// biome-ignore lint/suspicious/noExplicitAny: each command has a result of its own
async function sf(...command: string[]): Promise<any> {
  const env = {
    ...process.env,
    HOME: home,
    SF_ACCESS_TOKEN: api.connection.accessToken as string,
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  };
  const program = join(cache, 'node_modules', '@salesforce', 'cli', 'bin', 'run.js');
  const { stdout } = await run(process.execPath, [program, ...command, '--json'], { cwd: home, env, maxBuffer: 1e8 });
  return JSON.parse(stdout).result;
}

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
