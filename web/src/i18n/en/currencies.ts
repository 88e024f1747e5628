export const currencies = {
  explanation:
    'Amounts keep the currency that they have in Salesforce. Opportunities are shown in the corporate currency too, at the rate of the day they close where there are rates by date.',
  one: 'The org has one currency: amounts are shown as they are.',
  currency: 'Currency',
  rate: 'One {{currency}} is',
  states: { corporate: 'Corporate currency', active: 'Active', inactive: 'Inactive' },
  datedRates: 'Rates by date',
  datedRatesOf: 'Rates of {{currency}} by date',
  datedExplanation: 'Each holds until the next one begins. They are read from Salesforce when one of them changes.',
  noDatedRates: 'There are no rates by date.',
  showOf: 'Show the rates of {{currency}}',
  show_one: 'Show {{count}}',
  show_other: 'Show {{count}}',
  from: 'From',
};
