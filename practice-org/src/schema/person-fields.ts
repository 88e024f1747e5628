/**
 * The fields of a person account that are its person contact's, by their name on Account: names keep theirs, standard fields have the
 * prefix Person, custom ones end in __pc. https://help.salesforce.com/s/articleView?id=sf.account_person_fields.htm
 */
const standardFields: Record<string, string> = {
  FirstName: 'FirstName',
  LastName: 'LastName',
  Salutation: 'Salutation',
  ...Object.fromEntries(
    [
      'Email',
      'Title',
      'Department',
      'MobilePhone',
      'HomePhone',
      'OtherPhone',
      'AssistantPhone',
      'AssistantName',
      'Birthdate',
      'LeadSource',
      'MailingStreet',
      'MailingCity',
      'MailingState',
      'MailingPostalCode',
      'MailingCountry',
      'OtherStreet',
      'OtherCity',
      'OtherState',
      'OtherPostalCode',
      'OtherCountry',
      'HasOptedOutOfEmail',
      'HasOptedOutOfFax',
      'DoNotCall',
    ].map((name) => [`Person${name}`, name]),
  ),
};

export const personFieldNames: readonly [onAccount: string, onContact: string][] = Object.entries(standardFields);

/** The field of the person contact behind a field of Account, if there is one. */
export function contactFieldOf(accountField: string): string | undefined {
  if (accountField.endsWith('__pc')) return accountField.replace(/pc$/, 'c');
  return standardFields[accountField];
}

/** Its value, read from the contact: it is kept once. */
export function personExpression(object: string, field: string): ((alias: string) => string) | undefined {
  const source = object === 'Account' ? contactFieldOf(field) : undefined;
  if (!source) return undefined;
  return (a) =>
    `(select c."${source.replaceAll('"', '""')}" from org."Contact" c where c."Id" = ${a}."PersonContactId")`;
}
