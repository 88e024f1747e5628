import type { flow as english } from '../en/flow.ts';

export const flow: typeof english = {
  menu: 'Acties',
  clearOwner: 'Niemand kiezen',
  noOwner: 'Geen gebruiker of wachtrij met die naam.',
  queue: '{{name}} (wachtrij)',
  more_one: '… en nog {{count}}.',
  more_other: '… en nog {{count}}.',
  match: '{{type}} {{name}} {{company}}',
  outcomes: {
    created: 'Aangemaakt',
    linked: 'Gekoppeld',
    updated: 'Gewijzigd',
    unchanged: 'Ongewijzigd',
    deleted: 'Verwijderd',
    converted: 'Geconverteerd',
    merged: 'Samengevoegd',
    refused: 'Geweigerd',
    failed: 'Mislukt, probeer het later opnieuw',
  },
  sync: {
    name: 'Persoon synchroniseren met SFDC',
    explanation_one:
      'Nu, zonder op een cyclus te wachten. Wie niet in Salesforce is, wordt daar een lead; een lead of contactpersoon krijgt wat hier is gewijzigd.',
    explanation_other:
      '{{count}} personen, nu, zonder op een cyclus te wachten. Wie niet in Salesforce is, wordt daar een lead; een lead of contactpersoon krijgt wat hier is gewijzigd.',
    submit: 'Nu synchroniseren',
    ownerHelp: 'De toewijzingsregels beslissen, tenzij u kiest. Een contactpersoon houdt zijn eigenaar.',
    onMatch: 'Als Salesforce een record met het e-mailadres heeft',
    onMatchHelp: 'Alleen voor personen die nog niet in Salesforce zijn.',
    matches: {
      usual: 'Zoals de synchronisatieopties zeggen',
      link: 'De persoon met dat record koppelen',
      create: 'Nog een lead aanmaken',
      ask: 'Niets doen, en de records tonen',
    },
    allowLeadForContact: 'Voor een wachtrij: van een contactpersoon nog een lead maken',
  },
  owner: {
    name: 'Eigenaar wijzigen',
    explanation_one: 'Het record in Salesforce krijgt deze eigenaar, nu. Een wachtrij kan alleen leads bezitten.',
    explanation_other:
      'De records van {{count}} personen in Salesforce krijgen deze eigenaar, nu. Een wachtrij kan alleen leads bezitten. Wie niet in Salesforce is, wordt daar eerst aangemaakt.',
    label: 'Eigenaar',
  },
  task: {
    name: 'Taak aanmaken',
    explanation_one: 'Een taak in Salesforce, nu. Wie niet in Salesforce is, wordt daar eerst aangemaakt.',
    explanation_other: '{{count}} taken in Salesforce, nu. Wie niet in Salesforce is, wordt daar eerst aangemaakt.',
    subject: 'Onderwerp',
    description: 'Beschrijving',
    due: 'Over hoeveel dagen klaar',
    reminder: 'Herinnering',
    status: 'Status',
    priority: 'Prioriteit',
    ownerHelp: 'De eigenaar van het record, tenzij u kiest.',
  },
  campaign: {
    label: 'Campagne',
    help: 'Begin van de naam, of de Salesforce-id. Een nieuwe campagne is hier na de volgende cyclus.',
    none: 'Geen campagne met die naam.',
    status: 'Status in de campagne',
    defaultStatus: 'De standaardstatus van de campagne',
  },
  addToCampaign: {
    name: 'Toevoegen aan SFDC-campagne',
    explanation_one:
      'Wordt nu lid van de campagne in Salesforce. Wie al lid is, blijft zoals die is; wie niet in Salesforce is, wordt daar eerst aangemaakt.',
    explanation_other:
      '{{count}} personen worden nu lid van de campagne in Salesforce. Wie al lid is, blijft zoals die is; wie niet in Salesforce is, wordt daar eerst aangemaakt.',
    submit: 'Toevoegen aan campagne',
  },
  changeCampaignStatus: {
    name: 'Status in SFDC-campagne wijzigen',
    explanation_one: 'Krijgt nu deze status in de campagne in Salesforce. Wie geen lid is, wordt het.',
    explanation_other:
      '{{count}} personen krijgen nu deze status in de campagne in Salesforce. Wie geen lid is, wordt het.',
    submit: 'Status wijzigen',
  },
  removeFromCampaign: {
    name: 'Verwijderen uit SFDC-campagne',
    explanation_one:
      'Gaat nu uit de campagne in Salesforce. Wie geen lid is, wordt overgeslagen; de lead of contactpersoon zelf blijft.',
    explanation_other:
      '{{count}} personen gaan nu uit de campagne in Salesforce. Wie geen lid is, wordt overgeslagen; de leads en contactpersonen zelf blijven.',
    final:
      'Ik begrijp dat Salesforce het lidmaatschap voorgoed verwijdert, met de status en de datum van de eerste reactie.',
    submit: 'Verwijderen uit campagne',
  },
  addToProgram: {
    name: 'Toevoegen aan programma',
    explanation_one:
      'Wordt lid van het programma, of krijgt deze status als die al lid is. Een gekoppelde campagne volgt in de volgende cyclus.',
    explanation_other:
      '{{count}} personen worden lid van het programma, of krijgen deze status als ze al lid zijn. Een gekoppelde campagne volgt in de volgende cyclus.',
    program: 'Programma',
    noProgram: 'Geen programma met die naam.',
    submit: 'Toevoegen aan programma',
  },
  convert: {
    name: 'Persoon converteren',
    explanation_one:
      'De lead wordt een contactpersoon, met een account en een verkoopkans. De persoon hier blijft, met zijn geschiedenis, en is die contactpersoon.',
    explanation_other:
      '{{count}} leads worden contactpersonen, met accounts en verkoopkansen. De personen hier blijven, met hun geschiedenis, en zijn die contactpersonen.',
    final: 'Ik begrijp dat Salesforce een conversie niet kan terugdraaien.',
    submit: 'Converteren',
    ownerHelp: 'De eigenaar van de lead, tenzij u kiest. Nodig voor een lead van een wachtrij.',
    notify: 'Salesforce mailt de eigenaar',
    status: 'Leadstatus',
    statusHelp: 'Een die geconverteerd betekent; leeg is de eerste van de org.',
    account: 'Id van een account',
    accountHelp: 'Leeg is een nieuw account.',
    opportunity: 'Een verkoopkans aanmaken',
    opportunityName: 'Naam van de verkoopkans',
  },
  merge: {
    name: 'Samenvoegen',
    title: 'Samenvoegen met {{name}}',
    explanation:
      '{{name}} blijft. De andere persoon gaat daarin op: waarden vullen lege velden; activiteiten, lidmaatschappen en rollen worden verenigd. Records in Salesforce worden ook samengevoegd; een lead wordt eerst in de contactpersoon geconverteerd.',
    final: 'Ik begrijp dat samenvoegen niet kan worden teruggedraaid, hier noch in Salesforce.',
    submit: 'Samenvoegen',
    other: 'De persoon die erin opgaat',
    keep: 'In deze velden hebben beiden een waarde. Kies welke blijft:',
  },
  delete: {
    name: 'Persoon verwijderen',
    explanation_one: 'Verwijdert de persoon waar u kiest.',
    explanation_other: 'Verwijdert {{count}} personen waar u kiest.',
    from: 'Verwijderen uit',
    places: {
      salesforce: 'Salesforce: het record gaat naar de prullenbak, de persoon blijft hier',
      here: 'Hier: de persoon en het logboek zijn weg; het record in Salesforce blijft',
      both: 'Beide',
    },
    final: {
      salesforce: 'Ik begrijp dat het record 15 dagen in de prullenbak van Salesforce blijft, en dan weg is.',
      here: 'Ik begrijp dat de persoon en het logboek voorgoed weg zijn. Verandert het record in Salesforce, dan komt het terug als een nieuwe persoon.',
      both: 'Ik begrijp dat de persoon en het logboek hier voorgoed weg zijn, en het record in Salesforce na 15 dagen.',
    },
    submit: 'Verwijderen',
  },
};
