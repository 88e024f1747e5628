import type { shell as english } from '../en/shell.ts';

export const shell: typeof english = {
  product: 'Lockstep',
  loading: 'Laden…',
  skip: 'Naar de inhoud',
  actions: {
    signOut: 'Afmelden',
    tryAgain: 'Opnieuw proberen',
    cancel: 'Annuleren',
    close: 'Sluiten',
    menu: 'Menu',
    account: 'Uw account',
  },
  theme: { label: 'Kleuren', light: 'Licht', dark: 'Donker', auto: 'Zoals het systeem' },
  language: { label: 'Taal' },
  navigation: {
    label: 'Hoofdmenu',
    database: 'Database',
    programs: "Programma's",
    admin: 'Beheer',
    salesforce: 'Salesforce',
    setup: 'Synchroniseren met Salesforce.com',
    users: 'Gebruikers en rollen',
  },
  roles: { admin: 'Beheerder', marketer: 'Marketeer', viewer: 'Lezer' },
  fields: {
    name: 'Uw naam',
    email: 'E-mailadres',
    password: 'Wachtwoord',
    passwordRule: 'Ten minste {{shortest}} tekens. Een korte zin werkt goed.',
  },
  firstStart: {
    title: 'Welkom bij Lockstep',
    explanation: 'Deze server is nog niet ingericht. Maak de eerste beheerder aan; die kan later anderen toevoegen.',
    submit: 'Beheerder aanmaken',
  },
  signIn: { title: 'Aanmelden', submit: 'Aanmelden' },
  notFound: {
    title: 'Deze pagina bestaat niet',
    explanation: 'Misschien is het adres verkeerd getypt of is de pagina verplaatst.',
    home: 'Naar de eerste pagina',
  },
  notAllowed: {
    title: 'Deze pagina is niet voor uw rol',
    explanation: 'Hiervoor is de rol {{role}} nodig. Een beheerder kan u die geven onder Gebruikers en rollen.',
  },
  broken: {
    title: 'Deze pagina kon niet worden getoond',
    explanation:
      'Er ging iets mis in de pagina; uw gegevens zijn ongemoeid. Laad haar opnieuw. Gebeurt het weer, meld het dan:',
    reload: 'Opnieuw laden',
  },
  error: {
    whatToDo: 'Wat te doen',
    salesforceSaid: 'Wat Salesforce zei',
    details: 'Bijzonderheden',
    unexplained: 'De server antwoordde {{status}}.',
    unreachable: 'De server is niet bereikbaar.',
    unreachableAction: 'Controleer uw netwerkverbinding en of de server draait.',
  },
  time: { never: 'nooit' },
};
