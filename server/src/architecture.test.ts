import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Who may not import whom, by the beginnings of paths: `http, jobs, cli → flow, setup → sync → programs → people → subscription → mapping`. */
const forbidden: [from: string, to: string[]][] = [
  ['contract/', ['server/', 'web/', 'practice-org/', 'local-postgres/']],
  ['web/', ['server/', 'practice-org/', 'local-postgres/']],
  ['practice-org/', ['server/', 'contract/', 'web/']],
  ['local-postgres/', ['server/', 'contract/', 'web/', 'practice-org/']],
  ['server/', ['web/']],
  [
    'server/src/salesforce/',
    within('flow', 'postgres', 'mapping', 'sync', 'setup', 'people', 'programs', 'auth', 'http', 'jobs', 'cli'),
  ],
  [
    'server/src/postgres/',
    within('flow', 'salesforce', 'mapping', 'sync', 'setup', 'people', 'programs', 'auth', 'http', 'jobs', 'cli'),
  ],
  [
    'server/src/mapping/',
    within('flow', 'salesforce', 'sync', 'setup', 'people', 'programs', 'auth', 'http', 'jobs', 'cli'),
  ],
  ['server/src/mapping/', ['server/src/postgres/', 'node:fs', 'node:http', 'node:net', 'pg']],
  ['server/src/flow/', within('setup', 'http', 'jobs', 'cli')],
  ['server/src/setup/', within('flow')],
  ['server/src/sync/', within('flow', 'setup', 'http', 'jobs', 'cli')],
  ['server/src/programs/', within('flow', 'setup', 'sync', 'http', 'jobs', 'cli')],
  ['server/src/people/', within('flow', 'sync', 'programs')],
  ['server/src/subscription/', within('flow', 'sync', 'people', 'programs', 'setup', 'http', 'jobs', 'cli')],
  ['server/src/setup/', within('http', 'jobs', 'cli')],
  ['server/src/people/', within('setup', 'http', 'jobs', 'cli')],
  [
    'server/src/auth/',
    within('flow', 'salesforce', 'mapping', 'sync', 'setup', 'people', 'programs', 'http', 'jobs', 'cli'),
  ],
  [
    'server/src/mail/',
    within('flow', 'salesforce', 'mapping', 'sync', 'setup', 'people', 'programs', 'http', 'jobs', 'cli'),
  ],
  ...['flow', 'salesforce', 'postgres', 'mapping', 'sync', 'setup', 'people', 'programs', 'subscription', 'auth'].map(
    (room): [string, string[]] => [`server/src/${room}/`, within('mail')],
  ),
  ['server/src/http/', within('cli')],
  ['server/src/jobs/', within('http', 'cli')],
];

/** Pure text, so that `mapping` can render SQL with it. */
const pure = 'server/src/postgres/quoting.ts';

/** How Salesforce describes itself. Its types, and only they, are words that everybody may use. */
const vocabulary = 'server/src/salesforce/salesforce.ts';

const files = globSync('{contract,web,practice-org,local-postgres,server}/src/**/*.{ts,tsx}', { cwd: root });
const isTest = (file: string) => /\.(test|fixture)\.tsx?$|\/testing\//.test(file);

test('imports follow the direction of the architecture', () => {
  const wrong = files
    .filter((file) => !isTest(file))
    .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
    .filter(({ file, target }) => isForbidden(file, target))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(files.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

test('there are no barrels', () => {
  expect(files.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
});

function within(...folders: string[]): string[] {
  return folders.map((folder) => `server/src/${folder}/`);
}

function isForbidden(file: string, target: string): boolean {
  if (target === pure) return false;
  return forbidden.some(([from, to]) => file.startsWith(from) && to.some((start) => matches(target, start)));
}

function matches(target: string, start: string): boolean {
  return start.endsWith('/') ? target.startsWith(start) : target === start || target.startsWith(`${start}/`);
}

/** What a file imports: packages by name, our own files by their path. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = [...text.matchAll(/(import type [^']*?)?(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)];
  return imports.flatMap(([, onlyTypes, name = '']) => {
    if (!name.startsWith('.')) {
      return name.replace(/^@lockstep\//, '').replace(/^(contract|server|web|practice-org|local-postgres)$/, '$1/');
    }
    const target = relative(root, resolve(root, dirname(file), name));
    return onlyTypes && target === vocabulary ? [] : target;
  });
}
