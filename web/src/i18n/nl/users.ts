import type { users as english } from '../en/users.ts';

export const users: typeof english = {
  subtitle: 'Wie zich hier mag aanmelden en wat elk mag doen. Dit zijn gebruikers van Lockstep, niet van Salesforce.',
  add: 'Gebruiker toevoegen',
  addTitle: 'Een gebruiker toevoegen',
  name: 'Naam',
  role: 'Rol',
  roleExplanations: {
    admin: 'Doet alles: inrichting, synchronisatie, gebruikers.',
    marketer: "Werkt met personen en programma's.",
    viewer: 'Kijkt en wijzigt niets.',
  },
  initialPassword: 'Eerste wachtwoord',
  initialPasswordHelp: 'Vertel het de gebruiker, die het rechtsboven onder de eigen naam kan wijzigen.',
  lastSignIn: 'Laatst aangemeld',
  state: 'Toestand',
  active: 'Actief',
  disabled: 'Uitgeschakeld',
  disable: 'Uitschakelen',
  enable: 'Inschakelen',
  disableTitle: '{{name}} uitschakelen?',
  disableExplanation:
    'Deze gebruiker wordt meteen afgemeld en kan zich niet meer aanmelden. Wat gedaan is blijft in het auditlogboek.',
  roleOf: 'Rol van {{name}}',
  actions: 'Acties',
  none: 'Er is geen gebruiker.',
  created: '{{name}} kan zich nu aanmelden.',
  you: 'u',
  password: {
    title: 'Uw wachtwoord wijzigen',
    explanation: 'U blijft hier aangemeld; al uw andere sessies eindigen.',
    current: 'Huidig wachtwoord',
    next: 'Nieuw wachtwoord',
    change: 'Wachtwoord wijzigen',
    changed: 'Het wachtwoord is gewijzigd.',
  },
};
