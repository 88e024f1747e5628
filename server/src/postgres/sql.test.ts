import { expect, test } from 'vitest';
import { identifier } from './quoting.ts';
import { raw, sql } from './sql.ts';

test('values become parameters, never text', () => {
  const hostile = "'; drop table person; --";
  expect(sql`select * from person where email = ${hostile} and id = ${7}`).toMatchObject({
    text: 'select * from person where email = $1 and id = $2',
    values: [hostile, 7],
  });
});

test('a statement inside a statement keeps its parameters', () => {
  const filter = sql`email = ${'a@b'} or phone = ${'1'}`;
  expect(sql`select ${1} from ${raw(identifier('s', 'person'))} where ${filter} limit ${10}`).toMatchObject({
    text: 'select $1 from "s"."person" where email = $2 or phone = $3 limit $4',
    values: [1, 'a@b', '1', 10],
  });
});

test('an object that only looks like a statement is a value', () => {
  expect(sql`select ${{ text: 'now()', values: [] }}`.text).toBe('select $1');
});
