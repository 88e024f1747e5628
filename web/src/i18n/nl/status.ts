import type { status as english } from '../en/status.ts';

export const status: typeof english = {
  states: {
    'not-started': 'Niet gestart',
    'last-synced': 'Laatst gesynchroniseerd',
    'in-progress': 'Bezig met synchroniseren',
    failed: 'Mislukt',
    disabled: 'Uitgeschakeld',
  },
  open: 'Salesforce-synchronisatie openen',
  nextCycle: 'Volgende cyclus {{when}}',
  nextCycleNow: 'De volgende cyclus begint zo',
  disabled:
    'De synchronisatie is uitgeschakeld. Wijzigingen aan beide kanten blijven bewaard en worden gesynchroniseerd zodra ze weer is ingeschakeld.',
  connectionLost:
    'De live verbinding is onderbroken. De pagina probeert opnieuw verbinding te maken; wat zij toont kan verouderd zijn.',
  progress: {
    of: '{{done}} van {{total}}',
    rate: '{{rate}} per seconde',
    left: 'nog {{time}}',
  },
  operations: {
    'Sync schema': 'Schema synchroniseren',
    'Pull conversions': 'Conversies ophalen',
    'Pull deletes': 'Verwijderingen ophalen',
    'Pull merges': 'Samenvoegingen ophalen',
    'Pull updates': 'Wijzigingen ophalen',
    'Fill fields': 'Velden vullen',
    'Push new': 'Nieuwe versturen',
    'Push updates': 'Wijzigingen versturen',
    'Init link with program': 'Koppelen met programma',
    'Sync with program': 'Synchroniseren met programma',
    'Update activities': 'Activiteiten bijwerken',
    'Update FKs': 'Verwijzingen bijwerken',
  },
  stepStatuses: {
    'In Process': 'Bezig',
    Succeeded: 'Geslaagd',
    Failed: 'Mislukt',
    Incomplete: 'Onvolledig',
    'Cleaned up': 'Opgeruimd',
  },
};
