import type { usage as english } from '../en/usage.ts';

export const usage: typeof english = {
  explanation:
    'Salesforce telt de API-aanvragen van de hele org over de laatste 24 uur. De synchronisatie pauzeert bij haar budget, en laat de rest aan anderen.',
  org: 'Gebruikt door de org, 24 uur',
  ofMax: 'van {{max}}',
  notTold: 'Salesforce heeft het nog niet gemeld',
  budget: 'Budget',
  budgetNote: 'hier pauzeert de synchronisatie; {{reserved}} blijven onaangeroerd',
  ours: 'Door de synchronisatie',
  oursNote: 'cycli van de laatste 24 uur',
  others: 'Door anderen',
  othersNote: 'en door flow-acties',
  states: {
    free: 'Er is ruimte: alles wordt gesynchroniseerd.',
    tight: 'Het budget is bijna op: alleen personen, en wat zij nodig hebben, worden gesynchroniseerd.',
    spent: 'Het budget is op: de synchronisatie wacht tot oudere aanvragen meer dan 24 uur geleden zijn.',
  },
  forecast: 'In het tempo van de laatste uren is het budget bereikt om {{when}}.',
  change: 'Het budget wijzigen',
  perHour: 'Aanvragen per uur',
  perCycle: 'Aanvragen van een cyclus, gemiddeld',
  none: 'Het eerste punt verschijnt met de eerste cyclus.',
  by: { label: 'Aanvragen per', object: 'Object', operation: 'Bewerking', hour: 'Uur' },
  calls: 'Aanvragen',
  steps: 'Stappen',
  perStep: 'Eén stap',
  read: 'Gelezen rijen',
  unchanged: 'Zonder wijziging',
  share: 'Deel',
  hour: 'Uur',
  cycles: 'Cycli',
  aCycle: 'Eén cyclus',
  used: 'Gebruikt door de org',
  empty: 'In de laatste 24 uur is geen aanvraag gedaan.',
  wasteful:
    'Rijen zonder wijziging zijn records die Salesforce gewijzigd noemt, terwijl geen gesynchroniseerd veld dat is. Waar hun deel hoog is, slaat een automatisering van de org records voor niets op.',
};
