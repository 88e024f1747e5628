import type {
  apiAccess as englishAccess,
  audit as englishAudit,
  fieldManagement as englishFields,
  notifications as englishNotifications,
} from '../en/admin.ts';

export const audit: typeof englishAudit = {
  subtitle: 'Elke beheershandeling: wie deed wat, en wanneer.',
  none: 'Er is nog niets gedaan.',
  at: 'Wanneer',
  actor: 'Wie',
  action: 'Handeling',
  target: 'Waarop',
};

export const apiAccess: typeof englishAccess = {
  subtitle: "Andere programma's gebruiken de API met een token. Elk heeft een rol, zoals gebruikers.",
  openApi: 'Beschrijving van de API (OpenAPI)',
  add: 'Token aanmaken',
  nameHelp: 'Wat het gebruikt, zoals de naam van een programma.',
  none: 'Er is geen token.',
  once: 'Het token {{name}}. Kopieer het nu: het wordt alleen deze keer getoond.',
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  createdBy: 'Aangemaakt door',
  created: 'Aangemaakt',
  lastUsed: 'Laatst gebruikt',
  revoke: 'Intrekken',
  revoked: 'Ingetrokken',
  revokeTitle: '{{name}} intrekken?',
  revokeExplanation:
    'Wat dit token gebruikt, wordt vanaf nu geweigerd. Dat kan niet ongedaan worden gemaakt; een nieuw token kan wel.',
};

export const fieldManagement: typeof englishFields = {
  subtitle: 'Wat er over personen, bedrijven en verkoopkansen te weten is, en wat het gebruikt.',
  none: 'Er is geen veld dat zo heet.',
  entity: 'Van',
  usedBy: 'Gebruikt door',
  hidden: 'Verborgen',
  readOnly: 'Alleen lezen',
  rename: 'Hernoemen',
  renameTitle: '{{field}} hernoemen',
  label: 'Label',
  labelHelp: "Hoe mensen het zien. De naam voor programma's blijft.",
  show: 'Tonen',
  hide: 'Verbergen',
  hideTitle: '{{field}} verbergen?',
  hideExplanation:
    'Niemand ziet het nog in lijsten en bij personen. Het blijft synchroniseren, houdt zijn waarden, en kan weer worden getoond.',
};

export const notifications: typeof englishNotifications = {
  title: 'Meldingen',
  label_one: '{{count}} ongelezen melding',
  label_other: '{{count}} ongelezen meldingen',
  none: 'Niets vraagt uw aandacht.',
  read: 'Als gelezen markeren',
  dismiss: 'Sluiten',
  kinds: {
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
  },
};
