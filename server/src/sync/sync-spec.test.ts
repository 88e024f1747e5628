import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Documents that name tests; this keeps the names true. */

const documents = join(import.meta.dirname, '../../../docs');

/** Lines of a document that should name a test, as `file: title`, and name none that exists. */
function broken(document: string, isPromise: RegExp): { promises: number; broken: string[] } {
  const promises = readFileSync(join(documents, document), 'utf8')
    .split('\n')
    .filter((line) => isPromise.test(line));
  return { promises: promises.length, broken: promises.filter((line) => !namesTest(line)) };
}

function namesTest(line: string): boolean {
  const [, file = '', title = ''] = /`([\w./-]+\.test\.ts): (.+)`[\s|]*$/.exec(line) ?? [];
  const path = join(import.meta.dirname, file);
  return file !== '' && existsSync(path) && readFileSync(path, 'utf8').replace(/\s+/g, ' ').includes(title);
}

test('every invariant of docs/sync-spec.md names a test that exists', () => {
  const spec = broken('sync-spec.md', /^\d+\. /);
  expect(spec.promises).toBeGreaterThan(30);
  expect(spec.broken).toEqual([]);
});

test('every line of docs/what-hurts.md names a test that exists', () => {
  const pains = broken('what-hurts.md', /^\| (?!what hurts|-)/);
  expect(pains.promises).toBeGreaterThan(40);
  expect(pains.broken).toEqual([]);
});
