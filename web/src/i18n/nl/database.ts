import type { database as english } from '../en/database.ts';

export const database: typeof english = {
  people: {
    total: '{{people}} personen in de marketingdatabase',
    search: 'Begin van een e-mailadres of naam',
    type: 'In Salesforce',
    types: { any: 'Iedereen', Lead: 'Lead', Contact: 'Contactpersoon', none: 'Niet in Salesforce' },
    name: 'Naam',
    order: 'Volgorde',
    orders: {
      added: { up: 'Eerst toegevoegd eerst', down: 'Laatst toegevoegd eerst' },
      lastName: { up: 'Achternaam, A tot Z', down: 'Achternaam, Z tot A' },
      email: { up: 'E-mail, A tot Z', down: 'E-mail, Z tot A' },
    },
    nobody:
      'Er is nog niemand. Leads en contactpersonen komen met de eerste synchronisatie: Beheer › Synchroniseren met Salesforce.com.',
    none: 'Niemand voldoet. Haal een filter weg, of zoek op het begin van een andere naam.',
    select: '{{name}} selecteren',
    selected_one: '{{count}} persoon geselecteerd',
    selected_other: '{{count}} personen geselecteerd',
  },
  filters: {
    add: 'Filter toevoegen',
    field: 'Veld',
    operator: 'Voorwaarde',
    operators: { is: 'is', starts: 'begint met', empty: 'is leeg', filled: 'is niet leeg' },
    value: 'Waarde',
    remove: 'Het filter {{filter}} verwijderen',
  },
  columns: { choose: 'Kolommen', search: 'Velden zoeken' },
  values: { yes: 'Ja', no: 'Nee', empty: '(leeg)', notThere: 'Niet in Salesforce' },
  more: 'Meer tonen',
  records: {
    search: 'Begin van de naam',
    name: 'Naam',
    company: 'Bedrijf',
    stage: 'Fase',
    amount: 'Bedrag',
    closeDate: 'Sluitingsdatum',
    owner: 'Eigenaar',
  },
  companies: {
    subtitle: 'De accounts van de org. Hun velden staan bij al hun personen.',
    none: 'Er is geen bedrijf met die naam.',
    noneYet:
      'Er is nog geen bedrijf. Accounts komen met de synchronisatie, voor zover de synchronisatiegebruiker ze kan zien.',
    industry: 'Branche',
    place: 'Plaats',
    revenue: 'Jaaromzet',
    employees: 'Werknemers',
  },
  opportunities: {
    subtitle: 'Zoals Salesforce ze heeft. Ze horen bij personen via contactpersoonrollen.',
    none: 'Er is geen verkoopkans met die naam.',
    noneYet:
      'Er is nog geen verkoopkans. Ze komen met de synchronisatie, voor zover de synchronisatiegebruiker ze kan zien.',
    inDefaultCurrency: 'In {{currency}}',
  },
  duplicates: {
    subtitle:
      'Personen met hetzelfde e-mailadres. Niets wordt vanzelf samengevoegd: open een persoon en kies Samenvoegen, hier en in Salesforce tegelijk.',
    none: 'Geen twee personen hebben hetzelfde e-mailadres.',
  },
};
