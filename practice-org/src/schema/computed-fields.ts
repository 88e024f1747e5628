import { personExpression } from './person-fields.ts';

/**
 * Fields that have no column: their value follows from other records or other columns, so it can't go stale.
 * Each entry gets the alias of its own row and returns a scalar SQL expression.
 */
type Expression = (alias: string) => string;

const ofMember =
  (lead: string, contact = lead): Expression =>
  (a) =>
    // A converted lead's membership names both; it is the contact's from then on.
    `coalesce((select c."${contact}" from org."Contact" c where c."Id" = ${a}."ContactId"), ` +
    `(select l."${lead}" from org."Lead" l where l."Id" = ${a}."LeadId"))`;

const membersOf =
  (condition: string): Expression =>
  (a) =>
    `(select count(*) from org."CampaignMember" m where m."CampaignId" = ${a}."Id" and not m."IsDeleted" and ${condition})::int`;

const opportunitiesOf =
  (aggregate: string, condition: string): Expression =>
  (a) =>
    `(select ${aggregate} from org."Opportunity" o where o."CampaignId" = ${a}."Id" and not o."IsDeleted" and ${condition})`;

const photo: Expression = (a) => `('/services/images/photo/' || ${a}."Id")`;

const expressions: Record<string, Expression> = {
  'Lead.PhotoUrl': photo,
  'Contact.PhotoUrl': photo,
  'Account.PhotoUrl': photo,
  'Contact.IsPersonAccount': (a) => `exists (select from org."Account" p where p."PersonContactId" = ${a}."Id")`,
  'Contact.IsEmailBounced': (a) => `(${a}."EmailBouncedDate" is not null)`,
  'CampaignMember.Salutation': ofMember('Salutation'),
  'CampaignMember.Name': ofMember('Name'),
  'CampaignMember.FirstName': ofMember('FirstName'),
  'CampaignMember.LastName': ofMember('LastName'),
  'CampaignMember.Title': ofMember('Title'),
  'CampaignMember.Street': ofMember('Street', 'MailingStreet'),
  'CampaignMember.City': ofMember('City', 'MailingCity'),
  'CampaignMember.State': ofMember('State', 'MailingState'),
  'CampaignMember.PostalCode': ofMember('PostalCode', 'MailingPostalCode'),
  'CampaignMember.Country': ofMember('Country', 'MailingCountry'),
  'CampaignMember.Email': ofMember('Email'),
  'CampaignMember.Phone': ofMember('Phone'),
  'CampaignMember.Fax': ofMember('Fax'),
  'CampaignMember.MobilePhone': ofMember('MobilePhone'),
  'CampaignMember.Description': ofMember('Description'),
  'CampaignMember.DoNotCall': ofMember('DoNotCall'),
  'CampaignMember.HasOptedOutOfEmail': ofMember('HasOptedOutOfEmail'),
  'CampaignMember.HasOptedOutOfFax': ofMember('HasOptedOutOfFax'),
  'CampaignMember.LeadSource': ofMember('LeadSource'),
  'CampaignMember.CompanyOrAccount': (a) =>
    `coalesce((select p."Name" from org."Contact" c join org."Account" p on p."Id" = c."AccountId" where c."Id" = ${a}."ContactId"), ` +
    `(select l."Company" from org."Lead" l where l."Id" = ${a}."LeadId"))`,
  'CampaignMember.Type': (a) => `(case when ${a}."ContactId" is not null then 'Contact' else 'Lead' end)`,
  'CampaignMember.LeadOrContactId': (a) => `coalesce(${a}."ContactId", ${a}."LeadId")`,
  'CampaignMember.LeadOrContactOwnerId': ofMember('OwnerId'),
  'CampaignMember.HasResponded': (a) =>
    `coalesce((select s."HasResponded" from org."CampaignMemberStatus" s where s."CampaignId" = ${a}."CampaignId" ` +
    `and s."Label" = ${a}."Status" and not s."IsDeleted" limit 1), false)`,
  'Campaign.NumberOfLeads': membersOf('m."ContactId" is null'),
  'Campaign.NumberOfConvertedLeads': membersOf(
    'exists (select from org."Lead" l where l."Id" = m."LeadId" and l."IsConverted")',
  ),
  'Campaign.NumberOfContacts': membersOf('m."ContactId" is not null'),
  'Campaign.NumberOfResponses': membersOf(
    'exists (select from org."CampaignMemberStatus" s where s."CampaignId" = m."CampaignId" and s."Label" = m."Status" and s."HasResponded")',
  ),
  'Campaign.NumberOfOpportunities': opportunitiesOf('count(*)::int', 'true'),
  'Campaign.NumberOfWonOpportunities': opportunitiesOf('count(*)::int', 'o."IsWon"'),
  'Campaign.AmountAllOpportunities': opportunitiesOf('coalesce(sum(o."Amount"), 0)', 'true'),
  'Campaign.AmountWonOpportunities': opportunitiesOf('coalesce(sum(o."Amount"), 0)', 'o."IsWon"'),
  'DatedConversionRate.NextStartDate': (a) =>
    `(select min(n."StartDate") from org."DatedConversionRate" n where n."IsoCode" = ${a}."IsoCode" and n."StartDate" > ${a}."StartDate")`,
  'Opportunity.ExpectedRevenue': (a) => `(${a}."Amount" * ${a}."Probability" / 100)`,
  'Opportunity.FiscalQuarter': (a) => `extract(quarter from ${a}."CloseDate")::int`,
  'Opportunity.FiscalYear': (a) => `extract(year from ${a}."CloseDate")::int`,
  'Opportunity.Fiscal': (a) => `to_char(${a}."CloseDate", 'YYYY FMQ')`,
  'Opportunity.HasOpenActivity': (a) =>
    `exists (select from org."Task" t where t."WhatId" = ${a}."Id" and not t."IsClosed" and not t."IsDeleted")`,
  'Opportunity.HasOverdueTask': (a) =>
    `exists (select from org."Task" t where t."WhatId" = ${a}."Id" and not t."IsClosed" and not t."IsDeleted" and t."ActivityDate" < setup.now()::date)`,
};

export function computedExpression(object: string, field: string): Expression | undefined {
  return expressions[`${object}.${field}`] ?? personExpression(object, field);
}
