import type { Queryable } from '../database.ts';
import { changeMetadata } from '../metadata/change-metadata.ts';
import { addColumn } from '../metadata/field-columns.ts';
import { insertField } from '../metadata/field-rows.ts';
import { invalid } from '../metadata/invalid.ts';
import type { OrgContext } from '../org-context.ts';
import { createObject } from '../schema/create-schema.ts';
import { definitionOf } from '../schema/custom-field-describe.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { createIndexStatements, tableName } from '../schema/object-tables.ts';
import {
  flagField,
  idField,
  numberField,
  stampFields,
  standardField,
  standardObject,
} from '../schema/standard-describe.ts';
import { insertRecord, stamps } from '../seed/insert-record.ts';
import type { OrgPeople } from '../seed/org-people.ts';

export interface Currency {
  isoCode: string;
  /** How much of it one of the corporate currency is worth. */
  conversionRate: number;
  decimalPlaces?: number | undefined;
}

export interface CurrencyFeature {
  /** The corporate currency; every record that is there gets it. */
  corporate: string;
  currencies: Currency[];
  /** Advanced currency management: rates by date, for opportunities. */
  dated: boolean;
}

/** Standard objects whose records have a currency then; custom objects have one too. */
const withCurrency = [
  'Account',
  'Lead',
  'Contact',
  'Opportunity',
  'OpportunityContactRole',
  'Campaign',
  'CampaignMember',
  'Task',
  'Event',
  'User',
];

/**
 * Activates multiple currencies; as at Salesforce there is no way back. Objects CurrencyType and DatedConversionRate, a field
 * CurrencyIsoCode on every object with amounts. Called again it adds currencies, or dated rates.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_currencytype.htm
 */
export function enableMultiCurrency(org: OrgContext, feature: CurrencyFeature): Promise<void> {
  const now = org.clock.now();
  const userId = org.settings.get<OrgPeople | undefined>('people', undefined)?.administratorId as string;
  return changeMetadata(org, async (database) => {
    const codes = await addCurrencies(database, feature, userId, now);
    const field = currencyField(codes, feature.corporate);
    for (const object of await objectsWithCurrency(database)) await putCurrencyField(database, object, field);
    if (feature.dated) await addDatedRates(database, codes, userId, now);
  });
}

/** The field of an object that is made later, if the org has several currencies. */
export async function addCurrencyField(database: Queryable, object: string): Promise<void> {
  const { rows } = await database.query(
    `select describe from setup.field where object = 'Account' and name = 'CurrencyIsoCode'`,
  );
  if (rows[0]) await putCurrencyField(database, object, rows[0].describe);
}

async function addCurrencies(
  database: Queryable,
  { corporate, currencies }: CurrencyFeature,
  userId: string,
  now: Date,
): Promise<string[]> {
  const all = [{ isoCode: corporate, conversionRate: 1 }, ...currencies.filter((c) => c.isoCode !== corporate)];
  for (const { isoCode, conversionRate } of all) {
    if (!/^[A-Z]{3}$/.test(isoCode)) throw invalid(`${isoCode} is not an ISO 4217 code`, 'INVALID_CURRENCY_ISO');
    if (!(conversionRate > 0)) throw invalid('A conversion rate is greater than zero', 'INVALID_CURRENCY_CORP_RATE');
  }
  await makeObject(database, currencyType);
  for (const { isoCode, conversionRate, decimalPlaces = 2 } of all as Currency[]) {
    const { rows } = await database.query(`select from org."CurrencyType" where "IsoCode" = $1`, [isoCode]);
    if (rows.length > 0) continue;
    await insertRecord(database, 'CurrencyType', '01L', {
      IsoCode: isoCode,
      ConversionRate: conversionRate,
      DecimalPlaces: decimalPlaces,
      IsActive: true,
      IsCorporate: isoCode === corporate,
      ...stamps(userId, now),
    });
  }
  const { rows } = await database.query(
    `select "IsoCode" as code from org."CurrencyType" order by "IsCorporate" desc, "IsoCode"`,
  );
  return rows.map((row) => row.code as string);
}

/** The rates that are there become the first dated ones, from the beginning of time. */
async function addDatedRates(database: Queryable, codes: string[], userId: string, now: Date): Promise<void> {
  await makeObject(database, datedConversionRate(codes));
  await database.query(
    `insert into org."DatedConversionRate" ("Id", "IsoCode", "StartDate", "ConversionRate",
            "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp")
     select setup.new_id('04w'), c."IsoCode", date '0001-01-01', c."ConversionRate", $1, $2, $1, $2, $1
       from org."CurrencyType" c
      where not exists (select from org."DatedConversionRate" d where d."IsoCode" = c."IsoCode")`,
    [now, userId],
  );
}

async function makeObject(database: Queryable, object: typeof currencyType): Promise<void> {
  const { rows } = await database.query('select from setup.object where name = $1', [object.name]);
  if (rows.length > 0) return;
  await createObject(database, object);
  for (const statement of createIndexStatements(object)) await database.query(statement);
}

async function objectsWithCurrency(database: Queryable): Promise<string[]> {
  const { rows } = await database.query(
    `select name from setup.object where name = any($1) or describe ->> 'custom' = 'true' order by name`,
    [withCurrency],
  );
  return rows.map((row) => row.name as string);
}

async function putCurrencyField(database: Queryable, object: string, describe: FieldDescribe): Promise<void> {
  const { rows } = await database.query(
    `update setup.field set describe = $2 where object = $1 and name = 'CurrencyIsoCode' returning name`,
    [object, JSON.stringify(describe)],
  );
  if (rows.length > 0) return;
  await insertField(database, object, describe);
  await addColumn(database, object, describe, definitionOf(describe));
  const corporate = describe.picklistValues.find(({ defaultValue }) => defaultValue)?.value;
  await database.query(`update ${tableName(object)} set "CurrencyIsoCode" = $1`, [corporate]);
}

function currencyField(codes: string[], corporate: string): FieldDescribe {
  return standardField('CurrencyIsoCode', 'Currency ISO Code', {
    ...isoCode(codes),
    defaultedOnCreate: true,
    picklistValues: picklist(codes, corporate),
  });
}

function isoCode(codes: string[]): Partial<FieldDescribe> {
  return { type: 'picklist', length: 3, byteLength: 9, restrictedPicklist: true, picklistValues: picklist(codes) };
}

const picklist = (codes: string[], preset?: string) =>
  codes.map((code) => ({ active: true, defaultValue: code === preset, label: code, validFor: null, value: code }));

const readOnly = { createable: false, updateable: false } as const;

const currencyType = standardObject(
  'CurrencyType',
  'Currency Type',
  '01L',
  { createable: false, updateable: true, deletable: false },
  [
    idField,
    standardField('IsoCode', 'Currency ISO Code', { ...readOnly, length: 3, byteLength: 9, nillable: false }),
    numberField('ConversionRate', 'Conversion Rate', { nillable: false }),
    standardField('DecimalPlaces', 'Decimal Places', { type: 'int', soapType: 'xsd:int', digits: 8, nillable: false }),
    flagField('IsActive', 'Active'),
    flagField('IsCorporate', 'Is Corporate Currency', readOnly),
    ...stampFields,
  ],
);

const datedConversionRate = (codes: string[]) =>
  standardObject(
    'DatedConversionRate',
    'Dated Conversion Rate',
    '04w',
    { createable: true, updateable: true, deletable: true },
    [
      idField,
      standardField('IsoCode', 'Currency ISO Code', { ...isoCode(codes), updateable: false, nillable: false }),
      standardField('StartDate', 'Start Date', {
        type: 'date',
        soapType: 'xsd:date',
        updateable: false,
        nillable: false,
      }),
      standardField('NextStartDate', 'Next Start Date', { ...readOnly, type: 'date', soapType: 'xsd:date' }),
      numberField('ConversionRate', 'Conversion Rate', { nillable: false }),
      ...stampFields,
    ],
  );
