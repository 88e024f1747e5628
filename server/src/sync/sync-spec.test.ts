import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** docs/sync-spec.md names a test for each invariant; this keeps the names true. */
test('every invariant of docs/sync-spec.md names a test that exists', () => {
  const spec = readFileSync(join(import.meta.dirname, '../../../docs/sync-spec.md'), 'utf8');
  const invariants = spec.split('\n').filter((line) => /^\d+\. /.test(line));
  expect(invariants.length).toBeGreaterThan(10);
  const broken = invariants.filter((line) => {
    const [, file = '', title = ''] = /`([\w./-]+\.test\.ts): (.+)`\s*$/.exec(line) ?? [];
    const path = join(import.meta.dirname, file);
    return !file || !existsSync(path) || !readFileSync(path, 'utf8').replace(/\s+/g, ' ').includes(title);
  });
  expect(broken).toEqual([]);
});
