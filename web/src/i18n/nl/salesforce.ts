import type { salesforce as english } from '../en/salesforce.ts';

export const salesforce: typeof english = {
  title: 'Salesforce',
  subtitle: 'Hoe de marketingdatabase en de Salesforce-org in de pas blijven.',
  notStarted: {
    title: 'Salesforce is nog niet verbonden',
    explanation:
      'De begeleide inrichting verbindt de org, kiest de velden en start de synchronisatie. U kunt op elk moment stoppen en later verdergaan.',
    begin: 'Synchroniseren met Salesforce.com',
    askAdmin: 'Een beheerder verbindt de org en start de synchronisatie.',
  },
  practiceOrg:
    'Oefenorg: een op Salesforce lijkende org om dingen uit te proberen draait op <orgLink>{{url}}</orgLink>',
  totals: {
    title: 'In de marketingdatabase',
    leads: 'Leads',
    contacts: 'Contactpersonen',
    other: 'Niet in Salesforce',
    companies: 'Bedrijven',
    api: 'API-aanvragen, 24 uur',
    apiOf: 'van {{max}}',
    apiLastCycle: '{{calls}} in de laatste cyclus',
  },
  steps: {
    title: 'Stappen',
    none: 'Er is nog geen stap uitgevoerd.',
    object: 'Object',
    operation: 'Bewerking',
    status: 'Status',
    started: 'Begonnen',
    duration: 'Duurde',
    counts: { new: 'Nieuw', updated: 'Gewijzigd', deleted: 'Verwijderd', failed: 'Mislukt', skipped: 'Overgeslagen' },
  },
};
