/**
 * Person fields that show the account's value on a person with an account (SYN-11): the company has the value once, so a
 * change of the account is on all its people at that moment, however many they are.
 */
export const companyFieldOf: Readonly<Record<string, string>> = {
  company: 'name',
  website: 'website',
  industry: 'industry',
  annualRevenue: 'annual_revenue',
  numberOfEmployees: 'number_of_employees',
};
