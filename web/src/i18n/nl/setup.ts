import type { setup as english } from '../en/setup.ts';

export const setup: typeof english = {
  title: 'Synchroniseren met Salesforce.com',
  subtitle: 'Zes stappen. U kunt altijd stoppen en later verdergaan waar u was.',
  stepsLabel: 'Stappen van de inrichting',
  steps: {
    prepare: 'Salesforce voorbereiden',
    credentials: 'Inloggegevens invoeren',
    fields: 'Velden synchroniseren',
    confirm: 'Inloggegevens bevestigen',
    mappings: 'Koppelingen bewerken',
    start: 'Synchronisatie starten',
  },
  stepDone: 'klaar',
  first: 'Eerst: {{step}}.',
  goTo: 'Naar deze stap',
  next: 'Verder',
  result: { yes: 'Ja', no: 'Ontbreekt', unknown: 'Niet bekend' },
  prepare: {
    intro:
      'Doe dit in Salesforce voordat u verbindt, of kom later terug: eenmaal verbonden toont elke regel haar actuele resultaat.',
    checkAgain: 'Opnieuw controleren',
    notConnected: 'De resultaten verschijnen hier zodra de inloggegevens zijn ingevoerd.',
    user: {
      title: 'Synchronisatiegebruiker',
      explanation:
        'Maak een Salesforce-gebruiker alleen voor de synchronisatie, met een eigen profiel. Alleen wat deze gebruiker mag zien en bewerken doet mee.',
      line: 'Recht',
      result: 'Verleend',
    },
    checks: {
      'api-enabled': { label: 'API Enabled', how: 'Profiel, System Permissions: API Enabled.' },
      objects: {
        label: 'Leads, contactpersonen, accounts, opportunities en campagnes lezen, maken, bewerken en verwijderen',
        how: 'Profiel, Standard Object Permissions.',
      },
      'convert-leads': {
        label: 'Convert Leads',
        how: 'Profiel, General User Permissions: Convert Leads. Zegt Salesforce het niet, kijk dan daar.',
      },
      'edit-tasks': { label: 'Edit Tasks', how: 'Profiel, General User Permissions: Edit Tasks.' },
      'edit-events': { label: 'Edit Events', how: 'Profiel, General User Permissions: Edit Events.' },
      'account-type': {
        label: 'Het type van accounts zien',
        how: 'Field-level security: Account, Account Type, Visible.',
      },
      'activity-fields': {
        label: 'De velden van taken en afspraken zien',
        how: 'Field-level security van Task en Event: maak alle velden zichtbaar.',
      },
      'required-fields': {
        label: 'De velden zien waar de synchronisatie niet zonder kan',
        how: 'Beveiliging op veldniveau: maak de velden die hier genoemd worden zichtbaar.',
      },
      'marketing-user': {
        label: 'Marketing User, voor het synchroniseren van campagnes',
        how: 'De pagina van de gebruiker in Setup: vink Marketing User aan. Zet anders het synchroniseren van campagnes uit.',
      },
    },
    editions: {
      enterprise: 'In Enterprise en Unlimited Edition',
      enterpriseHow:
        'Setup, Profiles: kopieer het profiel Standard User, noem het naar de synchronisatie, verleen de rechten hierboven en stel de field-level security van elk object in. Daarna Setup, Users: geef de synchronisatiegebruiker dat profiel. Een permission set kan ook.',
      professional: 'In Professional Edition',
      professionalHow:
        'Er zijn geen rechten per veld: de synchronisatiegebruiker ziet wat op zijn paginalay-outs staat. Zet de velden op de lay-outs van Lead, Contact, Account en Opportunity. API-toegang is een uitbreiding die Salesforce verkoopt: zonder kan niets verbinden.',
    },
    token: {
      title: 'Beveiligingstoken',
      explanation:
        'Alleen bij gebruikersnaam en wachtwoord: Salesforce wil het token achter het wachtwoord wanneer de aanmelding van een onbekend netwerk komt. Meld u aan als de synchronisatiegebruiker en open Settings, My Personal Information, Reset My Security Token. Salesforce mailt een nieuw token. Elk nieuw wachtwoord geeft een nieuw token.',
      practiceOrg: 'In de oefenorg is dat de pagina <orgLink>Reset My Security Token</orgLink>.',
    },
    fields: {
      title: 'Marketingvelden',
      explanation:
        'Salesforce kan deze aan verkopers tonen. Geen ervan is verplicht. Maak elk veld op Lead en op Contact en koppel het van Lead naar Contact, zodat een conversie de waarde behoudt.',
      field: 'Veld',
      type: 'Type',
      lead: 'Lead',
      contact: 'Contact',
      optional: 'optioneel',
      how: 'Zo maakt u de ontbrekende',
      steps: {
        create:
          'Setup, Object Manager, Lead, Fields & Relationships, New. Kies het type uit de lijst, typ het label en stel Field Name zo in dat de API-naam precies die van de lijst is.',
        visible: 'Maak het zichtbaar voor het profiel van de synchronisatiegebruiker en herhaal dit voor Contact.',
        convert:
          'Setup, Object Manager, Lead, Fields & Relationships, Map Lead Fields: koppel elk veld aan het contactveld van dezelfde naam. De API van Salesforce vertelt niet of dit gedaan is, dus kijk daar.',
        again: 'Kom hier terug en controleer opnieuw.',
      },
    },
  },
  credentials: {
    intro:
      'De inloggegevens van de synchronisatiegebruiker. Ze worden meteen geprobeerd en alleen versleuteld opgeslagen als ze werken.',
    method: 'Manier van aanmelden',
    methods: {
      oauth: 'Aanmelden bij Salesforce',
      password: 'Gebruikersnaam en wachtwoord',
      server: 'Server naar server',
    },
    oauthExplanation:
      'Aanbevolen. U meldt zich bij Salesforce zelf aan met uw eigen connected app (of external client app); Lockstep ziet het wachtwoord nooit. Meld u aan als de synchronisatiegebruiker.',
    callback: 'Callback-URL van de connected app:',
    passwordExplanation:
      'Salesforce beëindigt deze manier van aanmelden (SOAP-login): in nieuwe orgs staat zij uit. Gebruik waar mogelijk Aanmelden bij Salesforce.',
    serverExplanation:
      'Voor installaties zonder browser: de connected app zelf mag als de synchronisatiegebruiker handelen.',
    flow: 'Stroom',
    flows: { 'client-credentials': 'Client credentials', 'jwt-bearer': 'JWT bearer' },
    consumerKey: 'Consumer key',
    consumerSecret: 'Consumer secret',
    username: 'Gebruikersnaam',
    password: 'Wachtwoord',
    securityToken: 'Beveiligingstoken',
    securityTokenHelp: 'Laat leeg als Salesforce het netwerk van deze server vertrouwt. Hoe u het krijgt: stap 1.',
    privateKey: 'Privésleutel (PEM)',
    sandbox: 'Sandbox',
    sandboxHelp: 'Aanmelden bij test.salesforce.com in plaats van login.salesforce.com.',
    advanced: 'Geavanceerd',
    loginUrl: 'Aanmeldadres',
    loginUrlHelp: 'Een My Domain zoals https://acme.my.salesforce.com, of een oefenorg. Leeg: dat van Salesforce zelf.',
    practiceOrg: 'De oefenorg gebruiken',
    login: 'Aanmelden bij Salesforce',
    connect: 'Verbinden',
    connected: 'Verbonden als {{username}} met {{organization}}.',
    again: 'Al verbonden. Voer de inloggegevens alleen opnieuw in om ze te wijzigen.',
    againStarted:
      'De synchronisatie is gestart: dezelfde gebruiker van dezelfde org kan opnieuw worden aangemeld, bijvoorbeeld na een nieuw wachtwoord.',
    refused: 'Aanmelden bij Salesforce is niet gelukt',
  },
  fields: {
    intro:
      'Alles wat de synchronisatiegebruiker kan zien. Na Velden synchroniseren bestaan de gekozen velden hier voorgoed: ze kunnen verborgen worden, nooit verwijderd. Verberg in Salesforce wat u niet nodig hebt, of vink het hier uit.',
    search: 'Velden zoeken',
    object: 'Object',
    all: 'Alle objecten',
    column: { field: 'Veld', name: 'API-naam', type: 'Type', why: 'Waarom' },
    custom: 'eigen',
    take: '{{field}} synchroniseren',
    none: 'Geen veld voldoet. Wis de zoekopdracht om alle te zien.',
    chosen_one: '{{count}} veld doet mee',
    chosen_other: '{{count}} velden doen mee',
    sync: 'Velden synchroniseren',
    problems: 'De synchronisatiegebruiker mist rechten',
    onlyParts: 'Alleen velden die mee kunnen doen',
  },
  confirm: {
    intro: 'Controleer of dit de org en de gebruiker zijn die u bedoelt.',
    organization: 'Organisatie',
    organizationId: 'Org-id',
    edition: 'Editie',
    instance: 'Instantie',
    environment: 'Omgeving',
    environments: { production: 'Productie', sandbox: 'Sandbox' },
    user: 'Synchronisatiegebruiker',
    final: 'Wat definitief wordt',
    finalExplanation:
      'Zodra de synchronisatie is gestart, is deze marketingdatabase voorgoed aan deze org en deze gebruiker verbonden: ze kunnen niet door een andere org of gebruiker worden vervangen. Dezelfde gebruiker kan altijd opnieuw worden aangemeld, bijvoorbeeld na een nieuw wachtwoord.',
    confirm: 'Inloggegevens bevestigen',
    done: 'De inloggegevens zijn bevestigd.',
  },
  mappings: {
    intro:
      'Lead- en contactvelden met gelijkende namen zijn tot één marketingveld samengevoegd. Voeg andere samen door het ene op het andere te slepen, of met het menu. Na de start van de synchronisatie zijn de koppelingen definitief.',
    final: 'De synchronisatie is gestart: de koppelingen zijn definitief.',
    unmapped: 'Niet gekoppelde eigen velden',
    unmappedExplanation: 'Elk hiervan wordt een eigen marketingveld, tenzij u het samenvoegt.',
    noneUnmapped: 'Elk eigen veld van dit object is samengevoegd.',
    combineWith: '{{field}} samenvoegen met…',
    search: 'Niet gekoppelde velden zoeken',
    drag: '{{field}} slepen',
    combined: 'Samengevoegde velden',
    noneCombined: 'Er is nog niets samengevoegd.',
    column: { field: 'Marketingveld', lead: 'Lead', contact: 'Contact', type: 'Type', how: 'Hoe' },
    origins: {
      standard: 'Standaardkoppeling',
      automatic: 'Gelijkende namen',
      manual: 'Met de hand',
      own: 'Eigen veld',
    },
    breakMapping: 'Koppeling verbreken',
    breakOf: 'Koppeling van {{field}} verbreken',
    standard: 'Standaardkoppelingen, die vastliggen',
    reset: 'Schema herstellen',
    resetTitle: 'Schema herstellen?',
    resetExplanation:
      'Haalt de velden op die nieuw zijn in Salesforce en verwijdert er geen. Uw wijzigingen op deze pagina gaan verloren: samenvoegingen worden weer zoals ze op naam werden gevonden.',
    finish: 'Koppelingen afronden',
    types: 'typen verschillen: {{one}} en {{other}}',
  },
  start: {
    intro: 'Er is nog niets gesynchroniseerd. Dit gaat er gebeuren.',
    introStarted: 'Na de eerste synchronisatie neemt elke cyclus over wat sindsdien is gewijzigd.',
    counting: 'Tellen in Salesforce…',
    object: 'Object',
    records: 'Op te halen records',
    duplicates: 'Mogelijke dubbelen',
    duplicatesExplanation: 'records in Salesforce met het e-mailadres van iemand die hier al is',
    time: 'Geschatte tijd',
    calls: 'Geschatte API-aanroepen',
    caution: 'Voordat u begint',
    noDeduplication:
      'De synchronisatie ontdubbelt niet: elke lead en elk contact van Salesforce wordt een persoon, ook wanneer iemand met hetzelfde e-mailadres hier al is.',
    final:
      'Met de start zijn de koppelingen definitief en kan deze org ({{organization}}, {{id}}) niet door een andere worden vervangen.',
    understood: 'Ik begrijp wat definitief wordt',
    start: 'Salesforce-synchronisatie starten',
    confirmTitle: 'De synchronisatie met {{organization}} starten?',
    confirmStart: 'Synchronisatie starten',
    started: 'De synchronisatie is gestart',
    startedExplanation: 'Personen kunnen al gebruikt worden terwijl de eerste synchronisatie loopt.',
    watch: 'De voortgang volgen',
  },
};
