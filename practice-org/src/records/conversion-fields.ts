import type { ObjectView } from '../metadata/profile-view.ts';
import type { Values } from './org-rules.ts';

/** Where a converted lead's standard fields go: the target's field and the lead's. */
const accountFields: Record<string, string> = {
  Name: 'Company',
  Phone: 'Phone',
  Fax: 'Fax',
  Website: 'Website',
  Industry: 'Industry',
  AnnualRevenue: 'AnnualRevenue',
  NumberOfEmployees: 'NumberOfEmployees',
  Rating: 'Rating',
  AccountSource: 'LeadSource',
  BillingStreet: 'Street',
  BillingCity: 'City',
  BillingState: 'State',
  BillingPostalCode: 'PostalCode',
  BillingCountry: 'Country',
};

const contactFields: Record<string, string> = {
  FirstName: 'FirstName',
  LastName: 'LastName',
  Salutation: 'Salutation',
  Title: 'Title',
  Email: 'Email',
  Phone: 'Phone',
  MobilePhone: 'MobilePhone',
  Fax: 'Fax',
  Description: 'Description',
  LeadSource: 'LeadSource',
  HasOptedOutOfEmail: 'HasOptedOutOfEmail',
  HasOptedOutOfFax: 'HasOptedOutOfFax',
  DoNotCall: 'DoNotCall',
  MailingStreet: 'Street',
  MailingCity: 'City',
  MailingState: 'State',
  MailingPostalCode: 'PostalCode',
  MailingCountry: 'Country',
};

export function accountValues(account: ObjectView, lead: Values): Values {
  return mapped(account, accountFields, lead);
}

/** Custom fields go to the contact's field of the same API name and type. */
export function contactValues(contact: ObjectView, leadObject: ObjectView, lead: Values): Values {
  const custom = leadObject.fields.filter(
    ({ name, describe }) => describe.custom && contact.field(name)?.describe.type === describe.type,
  );
  const own = Object.fromEntries(custom.map(({ name }) => [name, name]));
  return mapped(contact, { ...contactFields, ...own }, lead);
}

/** What an existing record takes from the lead: only what it has blank itself. */
export function blanksOnly(values: Values, stored: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => (stored[name] ?? null) === null));
}

function mapped(target: ObjectView, fields: Record<string, string>, lead: Values): Values {
  const values: Values = {};
  for (const [name, source] of Object.entries(fields)) {
    const field = target.field(name);
    const value = lead[source] ?? null;
    if (value === null || !field?.columnType || !field.createable) continue;
    values[name] = value instanceof Date ? value.toISOString() : value;
  }
  return values;
}
