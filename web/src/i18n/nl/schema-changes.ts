import type { schemaChanges as english } from '../en/schema-changes.ts';

export const schemaChanges: typeof english = {
  waiting: 'Wacht op een beslissing',
  nothingWaits: 'Er wacht niets. Hernoemde velden en gewijzigde soorten verschijnen hier met de cyclus die ze opmerkt.',
  since: 'Opgemerkt {{when}}',
  what: 'Wat',
  rename: {
    title: '{{from}} lijkt nu {{to}} te heten',
    evidence: {
      'durable-id': 'Salesforce zegt dat het hetzelfde veld is: de duurzame id is dezelfde.',
      label: 'Het heeft hetzelfde label en een passende soort.',
    },
    meanwhile: 'Geen van beide synchroniseert tot u beslist, en er gaat niets verloren.',
    accept: {
      label: 'De hernoeming aannemen',
      title: 'Is {{to}} het veld dat {{from}} was?',
      explanation:
        'Het marketingveld {{field}} gaat verder onder de nieuwe naam, met zijn waarden, zijn regels en zijn geschiedenis. De volgende cyclus vult aan wat intussen is gewijzigd. Dit kan niet ongedaan worden gemaakt.',
      done: '{{field}} volgt vanaf nu {{to}}.',
    },
    decline: {
      label: 'Afwijzen',
      title: 'Is {{to}} een ander veld?',
      explanation:
        'De volgende cyclus maakt van {{to}} een eigen marketingveld en vult de waarden in. {{field}} houdt de waarden die het heeft, en synchroniseert niet meer. De hernoeming wordt niet opnieuw voorgesteld, en dit kan niet ongedaan worden gemaakt.',
      done: '{{to}} wordt een eigen veld.',
    },
  },
  type: {
    title: '{{field}} bevatte {{from}}-waarden en is nu van de soort {{to}}',
    meanwhile: 'Het synchroniseert niet tot u beslist, en de waarden blijven bewaard.',
    cannotConvert: 'De waarden kunnen niet worden omgezet.',
    preview: 'Waarden hier: {{values}}. Daarvan passen er {{misfits}} niet; die zouden leeg worden.',
    misfits: 'Waarden die niet passen',
    convert: {
      label: 'De waarden omzetten',
      title: 'De waarden van {{field}} omzetten naar {{to}}?',
      explanation:
        'De waarden hier worden {{to}}; wat niet past, wordt leeg. De volgende cyclus vult in wat Salesforce heeft. De waarden zoals ze waren blijven bewaard, en dit kan ongedaan worden gemaakt.',
      done: '{{field}} synchroniseert weer, als {{to}}.',
      past: 'Waarden omgezet',
    },
    'start-empty': {
      label: 'Leeg beginnen',
      title: '{{field}} met een lege kolom laten beginnen?',
      explanation:
        'Het veld begint zonder waarden, als {{to}}, en de volgende cyclus vult in wat Salesforce heeft. Deelt het een marketingveld met een ander dat zijn soort houdt, dan krijgt het een eigen veld. De waarden zoals ze waren blijven bewaard; bij een veld dat niet gedeeld is, kan dit ongedaan worden gemaakt.',
      done: '{{field}} synchroniseert weer, als {{to}}.',
      past: 'Leeg begonnen',
    },
  },
  decided: 'Besliste wijzigingen van soort',
  undo: {
    label: 'Ongedaan maken',
    title: 'De wijziging van {{field}} ongedaan maken?',
    explanation:
      'Het veld heeft zijn {{type}}-waarden weer, zoals ze waren, en synchroniseert niet tot u opnieuw beslist. Waarden die sindsdien zijn geschreven, blijven achter.',
  },
  news: 'Vanzelf gebeurd',
  newsExplanation:
    'Nieuwe velden worden gesynchroniseerd en ingevuld. Velden die zijn verwijderd of voor de synchronisatiegebruiker verborgen, stoppen en houden hun waarden. Nieuwe keuzewaarden kunnen worden gebruikt; beperkte keuzelijsten weigeren verwijderde.',
  noNews: 'Niets nieuws sinds wat is gesloten.',
};
