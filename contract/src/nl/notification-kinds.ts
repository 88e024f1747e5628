import type { NotificationKind } from '../choices.ts';

export const kindNames: Record<NotificationKind, string> = {
  credentials: 'Inloggegevens',
  permission: 'Toestemming',
  'api-limit': 'API-limiet',
  'sync-failed': 'Synchronisatie mislukt',
  'field-new': 'Nieuw veld',
  'field-gone': 'Veld is weg',
  'field-type': 'Soort van een veld',
  'field-rename': 'Hernoemd veld',
  picklist: 'Keuzelijst',
  defect: 'Onverklaard verschil',
  loop: 'Lus',
  mail: 'E-mail',
};
