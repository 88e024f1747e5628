import { expect, test } from 'vitest';
import type { ApiError } from '../api-error.ts';
import { parseSoql } from './parser.ts';
import { planQuery } from './plan.ts';
import { statement } from './run.ts';
import { testView } from './test-view.ts';

const view = testView();
const now = new Date('2026-05-13T10:00:00Z');
const calendar = {
  userId: '005000000000001AAA',
  timeZone: 'America/Los_Angeles',
  locale: 'en_US',
  fiscalStartMonth: 1,
  namedByStart: false,
};

function render(soql: string) {
  const plan = planQuery(parseSoql(soql), { view, soql, now, calendar, allRows: false });
  return { sql: statement(plan, plan.columns, plan.limit).replace(/\s+/g, ' '), values: plan.parameters };
}

function refusal(soql: string): { code: string; message: string } {
  try {
    render(soql);
  } catch (error) {
    return { code: (error as ApiError).errorCode, message: (error as ApiError).message };
  }
  throw new Error(`not refused: ${soql}`);
}

test('values travel as parameters, never inside the text', () => {
  const { sql, values } = render(`SELECT Name FROM Lead WHERE Email = 'o\\'x@y.z' AND NumberOfEmployees >= 5 LIMIT 3`);
  expect(sql).toBe(
    'select t0."Id", t0."Name" from org."Lead" t0 where (lower(t0."Email") = lower($1::text) and t0."NumberOfEmployees" >= $2::numeric) and not t0."IsDeleted" limit 3',
  );
  expect(values).toEqual(["o'x@y.z", '5']);
});

test('parents are joined once; a polymorphic owner is a user or a group', () => {
  const { sql } = render('SELECT Owner.Name, Owner.Email FROM Lead');
  expect(sql.match(/left join/g)).toHaveLength(2);
  expect(sql).toContain('coalesce(t1."Name", t2."Name")');
});

test('several levels of parents', () => {
  const { sql } = render("SELECT Account.Owner.Profile.Name FROM Contact WHERE Account.Parent.Name = 'X'");
  expect(sql.match(/left join/g)).toHaveLength(4);
});

test('null, negation, lists and periods', () => {
  expect(render('SELECT Id FROM Lead WHERE Email = null').sql).toContain('t0."Email" is null');
  expect(render("SELECT Id FROM Lead WHERE Company != 'a'").sql).toContain('is distinct from');
  expect(render("SELECT Id FROM Lead WHERE NOT Company LIKE 'a%'").sql).toContain('is not true');
  expect(render("SELECT Id FROM Lead WHERE Status NOT IN ('A', null)").values).toEqual([['a']]);
  expect(render('SELECT Id FROM Lead WHERE CreatedDate = LAST_N_DAYS:7').values).toEqual(['2026-05-06', '2026-05-14']);
  expect(render('SELECT Id FROM Lead WHERE CreatedDate = THIS_QUARTER').values).toEqual(['2026-04-01', '2026-07-01']);
});

test('instants keep their offset, ids of 15 characters are completed', () => {
  expect(render('SELECT Id FROM Lead WHERE SystemModstamp > 2026-01-01T10:00:00+02:00').values).toEqual([
    new Date('2026-01-01T08:00:00Z'),
  ]);
  expect(render("SELECT Id FROM Lead WHERE OwnerId = '005000000000001'").values).toEqual(['005000000000001AAA']);
});

test('a column that is never null is ordered as its index is', () => {
  expect(render('SELECT Id FROM Lead ORDER BY SystemModstamp, Id').sql).toMatch(
    /order by t0."SystemModstamp" asc, t0."Id" asc$/,
  );
  expect(render('SELECT Id FROM Lead ORDER BY Email DESC NULLS LAST').sql).toMatch(
    /lower\(t0."Email"\) desc nulls last$/,
  );
});

test('aggregates, aliases, having, semi-joins', () => {
  const { sql } = render(
    'SELECT Status s, COUNT(Id) n FROM Lead GROUP BY Status HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC',
  );
  expect(sql).toContain('group by t0."Status" having count(t0."Id") > $1::numeric order by count(t0."Id") desc');
  expect(
    render("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'X')").sql,
  ).toContain('t0."Id" in (select t1."AccountId" from org."Contact" t1 where');
});

test('errors show the spot as Salesforce does', () => {
  expect(refusal('SELECT Bacon__c FROM Account LIMIT 2').message).toBe(
    "\nSELECT Bacon__c FROM Account LIMIT 2\n       ^\nERROR at Row:1:Column:8\nNo such column 'Bacon__c' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  );
  expect(refusal('SELECT Id,Name,BillingCity,IsDeleted FROM Accout')).toEqual({
    code: 'INVALID_TYPE',
    message:
      "\nName,BillingCity,IsDeleted FROM Accout\n                                ^\nERROR at Row:1:Column:43\nsObject type 'Accout' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  });
  expect(refusal('SELEKT Id FROM Lead')).toEqual({ code: 'MALFORMED_QUERY', message: "unexpected token: 'SELEKT'" });
  expect(refusal('SELECT Id FROM Lead LIMIT').code).toBe('MALFORMED_QUERY');
  expect(refusal('SELECT FIELDS(ALL) FROM Lead').code).toBe('MALFORMED_QUERY');
  expect(refusal('SELECT Id FROM Lead OFFSET 2001').code).toBe('NUMBER_OUTSIDE_VALID_RANGE');
  expect(refusal("SELECT Id FROM Lead WHERE IsDeleted = 'x'").code).toBe('INVALID_FIELD');
});
