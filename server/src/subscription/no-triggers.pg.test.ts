import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestContext } from '../test-context.ts';
import { openSubscription } from './subscription.ts';

/** Citus refuses triggers on the tables of a subscription (docs/adr/0001-one-postgresql.md): whoever writes says what changed. */

test('a subscription has no trigger', async () => {
  await using context = await makeTestContext();
  const { schema } = await openSubscription(context.pool);
  const { rows } = await context.pool.query(
    `select tgrelid::regclass as table_name, tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not tgisinternal and c.relnamespace = $1::regnamespace`,
    [schema],
  );
  expect(rows).toEqual([]);
});

test('every statement that changes a membership notes it, but those that make both sides equal (PRG)', () => {
  const source = join(import.meta.dirname, '..');
  const writes = /(insert into|update|delete from) (program_member|campaign_member)\b/;
  const writers = globSync('**/*.ts', { cwd: source }).filter((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return !file.includes('.test.') && writes.test(text) && !/note(Campaign)?Members/.test(text);
  });
  expect(writers.sort()).toEqual(['mapping/render-member-push.ts', 'mapping/render-reconcile.ts']);
});
