export const currencies = {
  explanation:
    'Bedragen houden de valuta die ze in Salesforce hebben. Verkoopkansen staan ook in de bedrijfsvaluta, tegen de koers van de dag waarop ze sluiten waar er koersen per datum zijn.',
  one: 'De org heeft één valuta: bedragen staan er zoals ze zijn.',
  currency: 'Valuta',
  rate: 'Eén {{currency}} is',
  states: { corporate: 'Bedrijfsvaluta', active: 'Actief', inactive: 'Inactief' },
  datedRates: 'Koersen per datum',
  datedRatesOf: 'Koersen van {{currency}} per datum',
  datedExplanation:
    'Elke koers geldt tot de volgende begint. Ze worden uit Salesforce gelezen wanneer er een verandert.',
  noDatedRates: 'Er zijn geen koersen per datum.',
  showOf: 'Koersen van {{currency}} tonen',
  show_one: '{{count}} tonen',
  show_other: '{{count}} tonen',
  from: 'Vanaf',
};
