import type pg from 'pg';
import type { OrgPeople } from './org-people.ts';
import * as words from './words.ts';

export interface Amounts {
  leads: number;
  contacts: number;
  accounts: number;
}

/**
 * Fills the org with made-up companies and people, entirely inside PostgreSQL. Ids come from one reserved block of the
 * sequence, so that a contact can name its account by arithmetic. Two connections share the work.
 */
export async function generateRecords(pool: pg.Pool, amounts: Amounts, people: OrgPeople, now: Date): Promise<void> {
  const total = amounts.leads + amounts.contacts + amounts.accounts;
  if (total === 0) return;
  const { rows } = await pool.query(
    "select nextval('setup.record_number') as first, setval('setup.record_number', currval('setup.record_number') + $1) as last",
    [total],
  );
  const first = rows[0].first as number;
  const blocks = [
    { insert: accountsStatement, first, count: amounts.accounts },
    { insert: contactsStatement, first: first + amounts.accounts, count: amounts.contacts },
    { insert: leadsStatement, first: first + amounts.accounts + amounts.contacts, count: amounts.leads },
  ];
  const shared = [people.salesUserIds, people.queueIds, people.administratorId, now, first, amounts.accounts];
  const parts = blocks.flatMap(({ insert, ...block }) =>
    halves(block).map((half) => () => insertBlock(pool, insert, [half.first, half.count, ...shared])),
  );
  await runInTwoLanes(parts);
}

async function insertBlock(pool: pg.Pool, statement: string, values: unknown[]): Promise<void> {
  const client = await pool.connect();
  try {
    // Losing the last moments of a generated org in a crash costs nothing.
    await client.query('set synchronous_commit = off');
    await client.query(statement, values);
    await client.query('reset synchronous_commit');
  } finally {
    client.release();
  }
}

function halves({ first, count }: { first: number; count: number }) {
  const half = Math.floor(count / 2);
  return [
    { first, count: half },
    { first: first + half, count: count - half },
  ].filter((part) => part.count > 0);
}

async function runInTwoLanes(parts: (() => Promise<void>)[]): Promise<void> {
  const queue = [...parts];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  };
  await Promise.all([lane(), lane()]);
}

const list = (values: readonly string[]) =>
  `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')}]`;
/** One of a list, chosen by the salted hash of the row's number. */
const pick = (values: readonly string[], salt: number) => `(${list(values)})[${dice(salt, values.length)} + 1]`;
const column = (index: number) => list(words.places.map((place) => place[index] as string));
const dice = (salt: number, sides: number) => `(r.h[${1 + (salt % 4)}] / ${1 + salt * 7919} % ${sides})::int`;
const chance = (salt: number, percent: number) => `${dice(salt, 100)} < ${percent}`;
const sometimes = (salt: number, percent: number, expression: string) =>
  `case when ${chance(salt, percent)} then ${expression} end`;
const digits = (salt: number, count: number) => `lpad(${dice(salt, 10 ** count)}::text, ${count}, '0')`;
const phone = (salt: number) => `p.tel || ${digits(salt, 3)} || '-' || ${digits(salt + 1, 4)}`;
const owner = `$3::text[]`;
const anOwner = `(${owner})[${dice(3, 1_000_000)} % cardinality(${owner}) + 1]`;

/** One row per number: four hashes to draw from, a place, a name, a company, and stamps spread over three years. */
const people = `
  from (
    select $1::bigint + i as number,
           array(select abs(hashint8extended($1::bigint + i, seed)) / 4 from generate_series(11, 14) seed) as h
      from generate_series(0, $2::int - 1) i offset 0
  ) r
  cross join lateral (select ${dice(1, words.places.length)} + 1 as place, ${chance(2, 50)} as woman offset 0) d
  cross join lateral (
    select (${column(0)})[place] as city, nullif((${column(1)})[place], '') as state, (${column(2)})[place] as country,
           (${column(3)})[place] as zip, (${column(4)})[place] as tel,
           case when woman then ${pick(words.womenNames, 4)} else ${pick(words.menNames, 5)} end as first_name,
           ${pick(words.lastNames, 6)} as last_name,
           ${pick(words.companyFirst, 7)} as brand, ${pick(words.companySecond, 8)} as trade, ${pick(words.companySuffix, 9)} as suffix,
           date_trunc('second', $6::timestamptz) - make_interval(secs => ${dice(10, 94_000_000)}) as created
    offset 0
  ) p
  cross join lateral (
    select created + (date_trunc('second', $6::timestamptz) - created) * (${dice(11, 1000)} / 1000.0) as raw offset 0
  ) m`;
const modified = `date_trunc('second', m.raw)`;
const id = (prefix: string, number = 'r.number') => `setup.id18('${prefix}', ${number})`;
const ascii = (expression: string) =>
  `translate(lower(${expression}), 'àáâãäåçèéêëìíîïñòóôõöøùúûüýśęółżźćńß'' ', 'aaaaaaceeeeiiiinoooooouuuuyseolzzcns')`;
/** Mostly unique; one in a hundred shares its address with the person before. */
const email = `${ascii('p.first_name')} || '.' || ${ascii('p.last_name')} || case when ${chance(12, 1)} then 7 else r.number end || '@' || ${pick(words.mailDomains, 13)}`;
const company = `p.brand || ' ' || p.trade || case when left(p.suffix, 1) = ',' then p.suffix else ' ' || p.suffix end`;
const address = [
  `(${dice(14, 980)} + 1)::text || ' ' || ${pick(words.streets, 15)}`,
  'p.city',
  'p.state',
  `p.zip || ${digits(16, 2)}`,
  'p.country',
];
const stampColumns =
  '"OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"';
const stampValues = (ownerId: string) => `${ownerId}, p.created, $5::text, ${modified}, ${anOwner}, ${modified}`;
const description = sometimes(17, 40, pick(words.descriptions, 18));
const salutation = sometimes(19, 80, `case when d.woman then 'Ms.' else 'Mr.' end`);
const account = `case when $8::int > 0 and ${chance(20, 97)} then ${id('001', `$7::bigint + r.h[1] / 31 % greatest($8::int, 1)`)} end`;
/** Every parameter of every statement is typed here once, so that one that a statement does not use has a type too. */
const typed = `where ($3::text[], $4::text[], $5::text, $6::timestamptz, $7::bigint, $8::int) is not null`;

const leadsStatement = `
insert into org."Lead" ("Id", "Salutation", "FirstName", "LastName", "Title", "Company", "Street", "City", "State", "PostalCode", "Country",
  "Phone", "MobilePhone", "Email", "Website", "Description", "LeadSource", "Status", "Industry", "Rating", "AnnualRevenue",
  "NumberOfEmployees", "IsUnreadByOwner", "HasOptedOutOfEmail", "DoNotCall", "CleanStatus", "SICCode__c", "ProductInterest__c", "Primary__c",
  "CurrentGenerators__c", "NumberofLocations__c", "mkto71_Lead_Score__c", "mkto71_Acquisition_Date__c", "mkto71_Acquisition_Program__c", ${stampColumns})
select ${id('00Q')}, ${salutation}, ${sometimes(21, 97, 'p.first_name')}, p.last_name, ${sometimes(22, 85, pick(words.titles, 23))}, ${company},
  ${address.join(', ')}, ${sometimes(24, 88, phone(25))}, ${sometimes(27, 45, phone(28))}, ${sometimes(30, 97, email)},
  ${sometimes(31, 50, `'https://www.' || lower(p.brand) || lower(p.trade) || '.example'`)}, ${description}, ${sometimes(32, 92, pick(words.leadSources, 33))},
  ${pick(words.leadStatuses, 34)}, ${sometimes(35, 75, pick(words.industries, 36))}, ${sometimes(37, 60, pick(['Hot', 'Warm', 'Cold'], 38))},
  ${sometimes(39, 55, `(${dice(40, 9000)} + 10) * 10000`)}, ${sometimes(41, 65, `${dice(42, 5000)} + 1`)}, ${chance(43, 50)}, ${chance(44, 6)}, ${chance(45, 4)},
  'Pending', ${sometimes(46, 50, digits(47, 4))}, ${sometimes(48, 50, pick(['GC1000 series', 'GC5000 series', 'GC3000 series'], 49))},
  ${sometimes(50, 50, pick(['Yes', 'No'], 51))}, ${sometimes(52, 40, pick(['All', 'Honda', 'Fujitsu', 'Hawkpower', 'Caterpillar, "old model"'], 53))},
  ${sometimes(54, 50, `${dice(55, 300)} + 1`)}, ${sometimes(56, 40, dice(57, 200))}, ${sometimes(58, 30, 'p.created')},
  ${sometimes(58, 30, pick(['Webinar Spring', 'Trade Show Berlin', 'Newsletter, Autumn', 'Product "Launch" Day'], 59))},
  ${stampValues(`case when ${chance(60, 8)} then ($4::text[])[${dice(61, 1000)} % cardinality($4::text[]) + 1] else ${anOwner} end`)}
${people} ${typed}`;

const contactsStatement = `
insert into org."Contact" ("Id", "AccountId", "Salutation", "FirstName", "LastName", "Title", "Department", "MailingStreet", "MailingCity", "MailingState",
  "MailingPostalCode", "MailingCountry", "Phone", "MobilePhone", "Email", "Birthdate", "Description", "LeadSource", "HasOptedOutOfEmail",
  "DoNotCall", "CleanStatus", "Level__c", "Languages__c", "mkto71_Lead_Score__c", "mkto71_Acquisition_Date__c", ${stampColumns})
select ${id('003')}, ${account}, ${salutation}, ${sometimes(21, 98, 'p.first_name')}, p.last_name, ${sometimes(22, 85, pick(words.titles, 23))},
  ${sometimes(24, 60, pick(['Finance', 'Procurement', 'Marketing', 'Technology', 'Operations', 'Sales'], 25))}, ${address.join(', ')},
  ${sometimes(26, 88, phone(27))}, ${sometimes(29, 45, phone(30))}, ${sometimes(32, 97, email)},
  ${sometimes(33, 30, `date '1950-01-01' + ${dice(34, 18000)}`)}, ${description}, ${sometimes(35, 80, pick(words.leadSources, 36))}, ${chance(37, 6)},
  ${chance(38, 4)}, 'Pending', ${sometimes(39, 50, pick(['Primary', 'Secondary', 'Tertiary'], 40))},
  ${sometimes(41, 50, pick(['English', 'English, French', 'German', 'Spanish, Portuguese'], 42))}, ${sometimes(43, 40, dice(44, 200))},
  ${sometimes(45, 30, 'p.created')}, ${stampValues(anOwner)}
${people} ${typed}`;

const accountsStatement = `
insert into org."Account" ("Id", "Name", "AccountNumber", "Type", "Industry", "Rating", "Ownership", "AnnualRevenue", "NumberOfEmployees", "Phone",
  "Website", "BillingStreet", "BillingCity", "BillingState", "BillingPostalCode", "BillingCountry", "Description", "CleanStatus",
  "CustomerPriority__c", "SLA__c", "Active__c", "NumberofLocations__c", "UpsellOpportunity__c", "SLASerialNumber__c", "SLAExpirationDate__c", ${stampColumns})
select ${id('001')}, ${company}, 'CD' || ${digits(20, 6)}, ${sometimes(21, 90, pick(['Customer - Direct', 'Customer - Channel', 'Prospect'], 22))},
  ${sometimes(23, 85, pick(words.industries, 24))}, ${sometimes(25, 60, pick(['Hot', 'Warm', 'Cold'], 26))}, ${sometimes(27, 60, pick(['Public', 'Private'], 28))},
  ${sometimes(29, 70, `(${dice(30, 90000)} + 10) * 10000`)}, ${sometimes(31, 75, `${dice(32, 50000)} + 1`)}, ${sometimes(33, 92, phone(34))},
  ${sometimes(36, 80, `'www.' || lower(p.brand) || lower(p.trade) || '.example'`)}, ${address.join(', ')}, ${description}, 'Pending',
  ${sometimes(37, 60, pick(['High', 'Low', 'Medium'], 38))}, ${sometimes(39, 60, pick(['Gold', 'Silver', 'Platinum', 'Bronze'], 40))},
  ${sometimes(41, 60, pick(['Yes', 'No'], 42))}, ${sometimes(43, 60, `${dice(44, 20)} + 1`)}, ${sometimes(45, 60, pick(['Yes', 'No', 'Maybe'], 46))},
  ${sometimes(47, 60, digits(48, 4))}, ${sometimes(49, 60, `current_date + ${dice(50, 900)}`)}, ${stampValues(anOwner)}
${people} ${typed}`;
