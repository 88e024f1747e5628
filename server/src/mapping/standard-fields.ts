import type { FieldDescribe } from '../salesforce/salesforce.ts';
import { type AddedTable, addedTable, isWorthKeeping } from './added-objects.ts';
import type { MarketingType } from './field-type.ts';
import { fixedObjectSpecs, isFixedObject } from './fixed-objects.ts';

/** The Salesforce objects whose fields are mapped to people, companies and opportunities. */
export const mappedObjects = ['Account', 'Lead', 'Contact', 'Opportunity'] as const;
export type MappedObject = (typeof mappedObjects)[number];

export function isMappedObject(object: string): object is MappedObject {
  return (mappedObjects as readonly string[]).includes(object);
}

/** What a marketing field belongs to, named as its table is. */
export type Entity = 'person' | 'company' | 'opportunity' | AddedTable;

/** Without these there is no sync; any other object that the sync user can't see is left out. */
export const essentialObjects: readonly string[] = ['Account', 'Lead', 'Contact'];

/** A field every marketing database has, whether a Salesforce field is mapped to it or not. */
export interface StandardField {
  entity: Entity;
  /** Name in the API. */
  name: string;
  label: string;
  type: MarketingType;
  column: string;
  /** Set by the sync alone: can't be edited here (FLD-4). */
  readOnly?: boolean;
}

const person = (name: string, label: string, type: MarketingType, column: string, readOnly = false): StandardField => ({
  entity: 'person',
  name,
  label,
  type,
  column,
  readOnly,
});
const company = (
  name: string,
  label: string,
  type: MarketingType,
  column: string,
  readOnly = false,
): StandardField => ({
  entity: 'company',
  name,
  label,
  type,
  column,
  readOnly,
});
const opportunity = (
  name: string,
  label: string,
  type: MarketingType,
  column: string,
  readOnly = true,
): StandardField => ({
  entity: 'opportunity',
  name,
  label,
  type,
  column,
  readOnly,
});

export const standardFields: readonly StandardField[] = [
  person('email', 'Email Address', 'email', 'email'),
  person('salutation', 'Salutation', 'string', 'salutation'),
  person('firstName', 'First Name', 'string', 'first_name'),
  person('lastName', 'Last Name', 'string', 'last_name'),
  person('title', 'Job Title', 'string', 'title'),
  person('phone', 'Phone Number', 'phone', 'phone'),
  person('mobilePhone', 'Mobile Phone Number', 'phone', 'mobile_phone'),
  person('fax', 'Fax Number', 'phone', 'fax'),
  person('address', 'Address', 'text', 'address'),
  person('city', 'City', 'string', 'city'),
  person('state', 'State', 'string', 'state'),
  person('postalCode', 'Postal Code', 'string', 'postal_code'),
  person('country', 'Country', 'string', 'country'),
  person('dateOfBirth', 'Date of Birth', 'date', 'date_of_birth'),
  person('company', 'Company Name', 'string', 'company'),
  person('website', 'Website', 'url', 'website'),
  person('industry', 'Industry', 'string', 'industry'),
  person('annualRevenue', 'Annual Revenue', 'currency', 'annual_revenue'),
  person('currency', 'Currency', 'string', 'currency', true),
  person('numberOfEmployees', 'Num Employees', 'integer', 'number_of_employees'),
  person('leadSource', 'Source', 'string', 'lead_source'),
  person('leadStatus', 'Status', 'string', 'lead_status'),
  person('rating', 'Rating', 'string', 'rating'),
  person('leadScore', 'Score', 'score', 'lead_score'),
  person('unsubscribed', 'Unsubscribed', 'boolean', 'unsubscribed'),
  person('personNotes', 'Person Notes', 'text', 'person_notes'),
  person('isPersonAccount', 'Is Person Account', 'boolean', 'is_person_account', true),
  person('sfdcIsDeleted', 'SFDC Is Deleted', 'boolean', 'sfdc_is_deleted', true),
  person('sfdcCreatedDate', 'SFDC Created Date', 'datetime', 'sfdc_created_date', true),
  person('sfdcIsConverted', 'SFDC Is Converted', 'boolean', 'sfdc_is_converted', true),
  person('sfdcConvertedDate', 'SFDC Converted Date', 'date', 'sfdc_converted_date', true),

  company('name', 'Company Name', 'string', 'name'),
  company('billingStreet', 'Billing Address', 'text', 'billing_street'),
  company('billingCity', 'Billing City', 'string', 'billing_city'),
  company('billingState', 'Billing State', 'string', 'billing_state'),
  company('billingPostalCode', 'Billing Postal Code', 'string', 'billing_postal_code'),
  company('billingCountry', 'Billing Country', 'string', 'billing_country'),
  company('mainPhone', 'Main Phone', 'phone', 'main_phone'),
  company('website', 'Website', 'url', 'website'),
  company('industry', 'Industry', 'string', 'industry'),
  company('annualRevenue', 'Annual Revenue', 'currency', 'annual_revenue'),
  company('currency', 'Currency', 'string', 'currency', true),
  company('numberOfEmployees', 'Num Employees', 'integer', 'number_of_employees'),
  company('sicCode', 'SIC Code', 'string', 'sic_code'),
  company('site', 'Site', 'string', 'site'),
  company('accountType', 'SFDC Account Type', 'string', 'account_type'),
  company('companyNotes', 'Company Notes', 'text', 'company_notes'),
  company('isPersonAccount', 'Is Person Account', 'boolean', 'is_person_account', true),
  company('sfdcIsDeleted', 'SFDC Is Deleted', 'boolean', 'sfdc_is_deleted', true),

  opportunity('name', 'Opportunity Name', 'string', 'name'),
  opportunity('stage', 'Stage', 'string', 'stage'),
  opportunity('amount', 'Amount', 'currency', 'amount'),
  opportunity('currency', 'Currency', 'string', 'currency'),
  opportunity('closeDate', 'Close Date', 'date', 'close_date'),
  opportunity('probability', 'Probability', 'percent', 'probability'),
  opportunity('isClosed', 'Is Closed', 'boolean', 'is_closed'),
  opportunity('isWon', 'Is Won', 'boolean', 'is_won'),
  opportunity('type', 'Type', 'string', 'type'),
  opportunity('leadSource', 'Source', 'string', 'lead_source'),
  opportunity('expectedRevenue', 'Expected Revenue', 'currency', 'expected_revenue'),
  opportunity('forecastCategory', 'Forecast Category', 'string', 'forecast_category'),
  opportunity('sfdcCreatedDate', 'SFDC Created Date', 'datetime', 'sfdc_created_date'),
  opportunity('sfdcIsDeleted', 'SFDC Is Deleted', 'boolean', 'sfdc_is_deleted'),
];

/** Salesforce field → marketing field name, fixed (SET-8, FLD-1). */
const lead: Record<string, string> = {
  AnnualRevenue: 'annualRevenue',
  City: 'city',
  Company: 'company',
  ConvertedDate: 'sfdcConvertedDate',
  Country: 'country',
  CreatedDate: 'sfdcCreatedDate',
  CurrencyIsoCode: 'currency',
  Description: 'personNotes',
  Email: 'email',
  Fax: 'fax',
  FirstName: 'firstName',
  HasOptedOutOfEmail: 'unsubscribed',
  Industry: 'industry',
  IsConverted: 'sfdcIsConverted',
  IsDeleted: 'sfdcIsDeleted',
  LastName: 'lastName',
  LeadSource: 'leadSource',
  mkto71_Lead_Score__c: 'leadScore',
  MobilePhone: 'mobilePhone',
  NumberOfEmployees: 'numberOfEmployees',
  Phone: 'phone',
  PostalCode: 'postalCode',
  Rating: 'rating',
  Salutation: 'salutation',
  State: 'state',
  Status: 'leadStatus',
  Street: 'address',
  Title: 'title',
  Website: 'website',
};

/** FLD-2. */
const contact: Record<string, string> = {
  Birthdate: 'dateOfBirth',
  CreatedDate: 'sfdcCreatedDate',
  CurrencyIsoCode: 'currency',
  Description: 'personNotes',
  Email: 'email',
  Fax: 'fax',
  FirstName: 'firstName',
  HasOptedOutOfEmail: 'unsubscribed',
  IsDeleted: 'sfdcIsDeleted',
  IsPersonAccount: 'isPersonAccount',
  LastName: 'lastName',
  LeadSource: 'leadSource',
  mkto71_Lead_Score__c: 'leadScore',
  MailingCity: 'city',
  MailingCountry: 'country',
  MailingPostalCode: 'postalCode',
  MailingState: 'state',
  MailingStreet: 'address',
  MobilePhone: 'mobilePhone',
  Phone: 'phone',
  Salutation: 'salutation',
  Title: 'title',
};

/** FLD-3. */
const account: Record<string, string> = {
  AnnualRevenue: 'annualRevenue',
  BillingCity: 'billingCity',
  BillingCountry: 'billingCountry',
  BillingPostalCode: 'billingPostalCode',
  BillingState: 'billingState',
  BillingStreet: 'billingStreet',
  CurrencyIsoCode: 'currency',
  Description: 'companyNotes',
  Industry: 'industry',
  IsDeleted: 'sfdcIsDeleted',
  IsPersonAccount: 'isPersonAccount',
  Name: 'name',
  NumberOfEmployees: 'numberOfEmployees',
  Phone: 'mainPhone',
  Sic: 'sicCode',
  Site: 'site',
  Type: 'accountType',
  Website: 'website',
};

/** SYN-12. Amounts keep their own currency. */
const opportunities: Record<string, string> = {
  Amount: 'amount',
  CloseDate: 'closeDate',
  CreatedDate: 'sfdcCreatedDate',
  CurrencyIsoCode: 'currency',
  ExpectedRevenue: 'expectedRevenue',
  ForecastCategoryName: 'forecastCategory',
  IsClosed: 'isClosed',
  IsDeleted: 'sfdcIsDeleted',
  IsWon: 'isWon',
  LeadSource: 'leadSource',
  Name: 'name',
  Probability: 'probability',
  StageName: 'stage',
  Type: 'type',
};

const standardMappings: Record<MappedObject, Record<string, string>> = {
  Account: account,
  Lead: lead,
  Contact: contact,
  Opportunity: opportunities,
};

/** The marketing field a standard mapping leads to, or undefined. */
export function standardMapping(object: string, sfField: string): string | undefined {
  return isMappedObject(object) ? standardMappings[object][sfField] : undefined;
}

const entities: Record<MappedObject, Entity> = {
  Account: 'company',
  Lead: 'person',
  Contact: 'person',
  Opportunity: 'opportunity',
};

export function entityOf(object: string): Entity {
  return isMappedObject(object) ? entities[object] : addedTable(object);
}

/** FLD-5: of Lead, Contact, Account and Opportunity what has a standard mapping, and custom fields; of an added object all that says something. */
export function takesPart(object: string, field: Pick<FieldDescribe, 'name' | 'custom'>): boolean {
  if (!isMappedObject(object)) return isWorthKeeping(field);
  return field.custom || standardMapping(object, field.name) !== undefined;
}

const requiredFields: Record<MappedObject, readonly string[]> = {
  Account: ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId', 'OwnerId', 'CreatedDate', 'Name'],
  Lead: [
    'Id',
    'SystemModstamp',
    'IsDeleted',
    'MasterRecordId',
    'OwnerId',
    'CreatedDate',
    'IsConverted',
    'ConvertedDate',
    'ConvertedAccountId',
    'ConvertedContactId',
    'ConvertedOpportunityId',
    'Status',
    'LastName',
    'Company',
    'Email',
  ],
  Contact: [
    'Id',
    'SystemModstamp',
    'IsDeleted',
    'MasterRecordId',
    'OwnerId',
    'CreatedDate',
    'AccountId',
    'LastName',
    'Email',
  ],
  Opportunity: [
    'Id',
    'SystemModstamp',
    'IsDeleted',
    'OwnerId',
    'CreatedDate',
    'AccountId',
    'Name',
    'StageName',
    'CloseDate',
    'IsClosed',
    'IsWon',
  ],
};

/** FLD-8: fields without which an object can't be synced; all of them must be visible to the sync user. */
export function requiredFieldsOf(object: string): readonly string[] {
  if (isMappedObject(object)) return requiredFields[object];
  return isFixedObject(object) ? [...requiredOfAny, ...fixedObjectSpecs[object].required] : requiredOfAny;
}

const requiredOfAny: readonly string[] = ['Id', 'SystemModstamp', 'IsDeleted'];
