/** What the server's catalogue of errors (server/src/errors.ts) says, in Dutch: what happened, and what to do. */
export const errors: Record<string, { meaning: string; action: string }> = {
  'sf/invalid-login': {
    meaning: 'Salesforce weigerde de gebruikersnaam, het wachtwoord of het beveiligingstoken.',
    action:
      'Controleer alle drie. Een nieuw wachtwoord geeft ook een nieuw beveiligingstoken: Salesforce mailt het. Bij een sandbox eindigt de gebruikersnaam meestal op de naam van de sandbox en moet het vakje Sandbox zijn aangevinkt. Salesforce geeft hetzelfde antwoord bij een vergrendelde of inactieve gebruiker: zie Login History van de gebruiker in Setup.',
  },
  'sf/user-locked': {
    meaning: 'De synchronisatiegebruiker is vergrendeld na te veel mislukte aanmeldingen, of is inactief.',
    action: 'Een Salesforce-beheerder ontgrendelt of activeert de gebruiker: Setup, Users.',
  },
  'sf/password-expired': {
    meaning: 'Het wachtwoord van de synchronisatiegebruiker is verlopen.',
    action:
      'Meld u bij Salesforce aan als de synchronisatiegebruiker, stel een nieuw wachtwoord in en voer het hier in met het nieuwe beveiligingstoken.',
  },
  'sf/login-restricted': {
    meaning: 'De synchronisatiegebruiker mag zich niet vanaf dit netwerkadres, op dit uur of op deze manier aanmelden.',
    action: 'Controleer Login IP Ranges, Login Hours en single sign-on in het profiel van de synchronisatiegebruiker.',
  },
  'sf/org-inactive': {
    meaning: 'De org is vergrendeld of opgeschort, of de proefperiode is voorbij.',
    action: 'Meld u als beheerder bij de org aan, of vraag het Salesforce.',
  },
  'sf/api-disabled': {
    meaning: 'De synchronisatiegebruiker mag de API niet gebruiken, of de editie van de org heeft geen API.',
    action:
      'Vink API Enabled aan in het profiel of een permission set van de synchronisatiegebruiker. In Professional Edition is de API een uitbreiding.',
  },
  'sf/soap-login-disabled': {
    meaning: 'Deze org aanvaardt SOAP login() niet meer.',
    action: 'Verbind in plaats daarvan met OAuth: Aanmelden bij Salesforce.',
  },
  'sf/wrong-environment': {
    meaning:
      'De inloggegevens horen bij de andere omgeving: productie en sandbox hebben verschillende aanmeldadressen.',
    action: 'Wijzig het vakje Sandbox, of voer onder Geavanceerd het My Domain-adres van de org in.',
  },
  'sf/unreachable': {
    meaning: 'Salesforce was niet bereikbaar: onbekend adres, geen verbinding of geen antwoord op tijd.',
    action: 'Controleer het aanmeldadres en het netwerk. De synchronisatie probeert het vanzelf opnieuw.',
  },
  'sf/host-not-allowed': {
    meaning: 'Het adres is niet van Salesforce en staat niet op de lijst van toegestane hosts.',
    action: 'Verbeter het adres, of voeg de host toe aan LOCKSTEP_ALLOWED_HOSTS.',
  },
  'sf/oauth-client': {
    meaning: 'Salesforce kent de connected app niet, of zijn consumer secret of callback-adres klopt niet.',
    action: 'Vergelijk consumer key, consumer secret en callback-URL met de connected app in Salesforce Setup.',
  },
  'sf/oauth-grant': {
    meaning: 'Salesforce weigerde de toestemming: ze is ingetrokken, verlopen, al gebruikt of niet gegeven.',
    action: 'Meld u opnieuw bij Salesforce aan.',
  },
  'sf/session-expired': {
    meaning: 'De sessie eindigde terwijl ze in gebruik was.',
    action: 'Niets: er wordt vanzelf een nieuwe sessie geopend.',
  },
  'sf/request-limit': {
    meaning: 'De org heeft zijn API-aanvragen van de afgelopen 24 uur opgebruikt.',
    action: 'De synchronisatie wacht. Zie het API-gebruik voor wat ze gebruikte, of koop er meer bij Salesforce.',
  },
  'sf/concurrency-limit': {
    meaning: 'In de org lopen op dit moment te veel lange aanvragen.',
    action: 'Niets: de synchronisatie probeert het zo opnieuw.',
  },
  'sf/job-stuck': {
    meaning: 'Salesforce nam een Bulk-taak aan en komt er niet mee verder.',
    action:
      'Niets: de taak wordt afgebroken, en de records worden met query’s gelezen of in de volgende cyclus verstuurd.',
  },
  'sf/change-events-lost': {
    meaning: 'De stroom van wijzigingsgebeurtenissen kon niet worden geopend, of ging verloren.',
    action:
      'Niets: ze wordt geopend waar ze eindigde, en de cycli gaan intussen door. Blijft het zo, kijk dan of een firewall deze server bij de Pub/Sub API laat (LOCKSTEP_PUBSUB_URL).',
  },
  'sf/change-events-refused': {
    meaning: 'Salesforce geeft de synchronisatiegebruiker geen wijzigingsgebeurtenissen.',
    action:
      'Kies in Salesforce de objecten onder Setup › Change Data Capture en geef de synchronisatiegebruiker leesrecht. Of zet wijzigingsgebeurtenissen uit in de opties; cycli hebben ze niet nodig.',
  },
  'sf/replay-id-expired': {
    meaning: 'Salesforce bewaart wijzigingsgebeurtenissen 72 uur, en die na de laatst gelezen zijn weg.',
    action: 'Niets: een cyclus leest wat er veranderde, en vanaf nu wordt weer naar gebeurtenissen geluisterd.',
  },
  'sf/no-access': {
    meaning:
      'De synchronisatiegebruiker mag een object of veld dat de synchronisatie nodig heeft niet zien of wijzigen.',
    action:
      'Verleen het recht dat de melding noemt aan het profiel of een permission set van de synchronisatiegebruiker.',
  },
  'sf/temporary': {
    meaning: 'Salesforce antwoordde met een tijdelijke fout (5xx, vergrendelde rij, time-out).',
    action: 'Niets: de synchronisatie probeert het vanzelf opnieuw.',
  },
  'sf/incomplete-answer': {
    meaning: 'Een antwoord van Salesforce eindigde te vroeg of had minder rijen dan aangekondigd.',
    action: 'Niets: de rijen worden opnieuw gelezen; geen positie is verschoven.',
  },
  'sf/refused': {
    meaning: 'Salesforce weigerde een aanvraag als onjuist.',
    action: 'Meld dit met de oorspronkelijke tekst.',
  },
  'setup/wrong-order': {
    meaning: 'Deze stap van de inrichting kan nog niet, of niet meer.',
    action:
      'Volg de volgorde: inloggegevens, velden synchroniseren, inloggegevens bevestigen, koppelingen bewerken, starten.',
  },
  'setup/locked': {
    meaning: 'De synchronisatie is gestart: de org en de eerste koppelingen zijn definitief.',
    action:
      'Dezelfde gebruiker van dezelfde org kan opnieuw worden aangemeld; een andere org vraagt een ander abonnement.',
  },
  'setup/mapping-refused': {
    meaning: 'Deze velden kunnen zo niet worden gekoppeld.',
    action: 'De melding zegt waarom: typen moeten overeenkomen, en standaardkoppelingen liggen vast.',
  },
  'setup/filter-refused': {
    meaning: 'Deze voorwaarde kan niet het filter van een object zijn.',
    action:
      "Schrijf haar als na WHERE in SOQL, met de API-namen van velden: Rating = 'Hot' AND Country IN ('France', 'Japan').",
  },
  'sync/api-budget': {
    meaning: 'De synchronisatie heeft haar deel van de API-aanvragen van de org gebruikt.',
    action:
      'Niets: ze gaat vanzelf verder naarmate aanvragen van de afgelopen 24 uur vervallen. Verhoog het API-budget in de opties om haar meer te laten gebruiken; verberg ongebruikte velden en objecten om minder nodig te hebben.',
  },
  'sync/stopped': {
    meaning: 'De server werd gestopt terwijl een cyclus liep.',
    action: 'Niets: de cyclus gaat verder waar hij was zodra er weer een server draait.',
  },
  'sync/lead-in-doubt': {
    meaning: 'Het antwoord op het maken van een lead ging verloren, dus niemand weet nog of de lead bestaat.',
    action:
      'Niets: de synchronisatie zoekt de lead en koppelt hem; een minuut later kan de persoon weer worden gesynchroniseerd.',
  },
  'sync/merge-in-doubt': {
    meaning: 'Het antwoord op een samenvoeging in Salesforce ging verloren, dus niemand weet nog of ze is gebeurd.',
    action:
      'Niets: de synchronisatie bekijkt de records en voltooit de samenvoeging hier als ze is gebeurd; een minuut later kan ze opnieuw worden gevraagd.',
  },
  'flow/match-found': {
    meaning: 'Salesforce heeft al een lead of contact met het e-mailadres van deze persoon.',
    action: 'Kies of u de persoon daaraan koppelt of een andere lead maakt.',
  },
  'flow/match-taken': {
    meaning: 'De lead of het contact met dit e-mailadres hoort hier bij een andere persoon.',
    action: 'Voeg de twee personen samen, of kies ervoor een andere lead te maken.',
  },
  'flow/contact-owner': {
    meaning: 'Deze persoon is in Salesforce een contact, waarvoor deze eigenaar niet kan worden gekozen.',
    action:
      'Synchroniseer de persoon met toewijzingsregels: een contact behoudt zijn eigenaar. Alleen een lead kan bij een wachtrij horen.',
  },
  'flow/converted-status': {
    meaning: 'Een lead kan niet met deze status worden geconverteerd: ze betekent niet geconverteerd.',
    action: 'Kies een van de statussen die de melding noemt; ze staan in Salesforce als waarden van Lead Status.',
  },
  'flow/contact-without-account': {
    meaning:
      'Het contact heeft geen account, en Salesforce maakt een lead alleen samen met het account deel van een contact.',
    action: 'Geef het contact in Salesforce een account en probeer het opnieuw.',
  },
  'flow/owner-needed': {
    meaning: 'De lead hoort bij een wachtrij, en accounts, contacten en opportunities kunnen dat niet.',
    action: 'Kies een gebruiker als eigenaar.',
  },
  'program/statuses-differ': {
    meaning: 'De statussen van het programma en van de campagne zijn niet dezelfde.',
    action:
      'Vergelijk ze. Wat de campagne mist kan met de koppeling worden gemaakt; wat het programma mist voegt u aan het kanaal toe, of hernoemt of verwijdert u in Salesforce; een status met een andere naam kan als label worden opgegeven.',
  },
  'program/unknown-status': {
    meaning: 'Het campagnelid heeft in Salesforce een status die het kanaal van zijn programma niet heeft.',
    action: 'Voeg de status aan het kanaal toe, of geef het lid in Salesforce een andere.',
  },
  'program/status-missing': {
    meaning: 'Het lid heeft een status die de Salesforce-campagne niet heeft: Salesforce zou de standaard nemen.',
    action:
      'Maak de ontbrekende statussen van de campagne: koppel het programma er opnieuw aan met het maken van ontbrekende statussen.',
  },
  'program/linked': {
    meaning: 'Een programma en een campagne zijn een op een gekoppeld, en een van beide is al gekoppeld.',
    action: 'Ontkoppel het eerst.',
  },
  'mail/off': {
    meaning: 'Deze server verstuurt geen e-mails: hij kent geen mailserver.',
    action: 'Stel LOCKSTEP_SMTP_URL en LOCKSTEP_MAIL_FROM in (docs/config.md) en start de server opnieuw.',
  },
  'mail/unreachable': {
    meaning: 'De mailserver was niet te bereiken, of de verbinding werd verbroken.',
    action: 'Controleer host en poort in LOCKSTEP_SMTP_URL en het netwerk. Het wordt vanzelf opnieuw geprobeerd.',
  },
  'mail/temporary': {
    meaning: 'De mailserver neemt de e-mail op dit moment niet aan.',
    action: 'Niets: het wordt vanzelf opnieuw geprobeerd.',
  },
  'mail/login': {
    meaning: 'De mailserver weigerde de gebruiker of het wachtwoord, of wil er een.',
    action:
      'Verbeter LOCKSTEP_SMTP_URL (bijzondere tekens als procentcode) en start de server opnieuw. Veel aanbieders willen een wachtwoord ' +
      'dat voor dit programma is gemaakt in plaats van dat van het account.',
  },
  'mail/insecure': {
    meaning:
      'De verbinding met de mailserver kon niet worden versleuteld: hij biedt geen TLS, of zijn certificaat wordt niet vertrouwd.',
    action:
      'smtps:// is voor de poort die vanaf het begin is versleuteld (465), smtp:// voor STARTTLS (587). Noem de te vertrouwen ' +
      'certificaten in LOCKSTEP_SMTP_CA_FILE. Op een vertrouwd netwerk kan het zonder: ?tls=never in LOCKSTEP_SMTP_URL.',
  },
  'mail/recipient-refused': {
    meaning: 'De mailserver neemt geen e-mails voor dit adres aan.',
    action: 'Controleer het adres, en of de mailserver deze afzender eraan laat schrijven.',
  },
  'mail/refused': {
    meaning: 'De mailserver weigerde de e-mail.',
    action: 'Zie wat hij antwoordde: vaak mag de gebruiker niet als deze afzender (LOCKSTEP_MAIL_FROM) schrijven.',
  },
  'mail/in-doubt': {
    meaning:
      'De server werd gestopt, of verloor de verbinding, terwijl een e-mail werd verstuurd: niemand weet of die is aangekomen.',
    action: 'Niets wordt twee keer verstuurd: bekijk de meldingen, daar ging hij over.',
  },
  'request/invalid': {
    meaning: 'De aanvraag heeft een ontbrekende of verkeerde waarde.',
    action: 'Verbeter de waarde die de melding noemt.',
  },
  'request/not-found': { meaning: 'Dit bestaat niet.', action: 'Controleer de id of de naam.' },
  'request/unauthenticated': {
    meaning: 'Niemand is aangemeld, of de sessie is geëindigd.',
    action: 'Meld u aan.',
  },
  'request/forbidden': {
    meaning: 'De aangemelde gebruiker mag dit niet.',
    action: 'Vraag een beheerder om de rol.',
  },
  'request/too-many': {
    meaning: 'Te veel aanvragen in korte tijd.',
    action: 'Wacht zo lang als de kop Retry-After zegt.',
  },
  'config/invalid': {
    meaning: 'Een optie heeft een onbruikbare waarde.',
    action: 'Zie docs/config.md voor de optie die de melding noemt.',
  },
  'database/unreachable': {
    meaning: 'PostgreSQL antwoordt niet.',
    action: 'Controleer DATABASE_URL en of de server draait.',
  },
  'database/too-new': {
    meaning: 'De database is gewijzigd door een nieuwere versie van Lockstep waar deze niet mee kan werken.',
    action: 'Start de nieuwere versie.',
  },
  'database/migration-failed': {
    meaning: 'De database kon niet naar het schema van deze versie worden gebracht.',
    action:
      'Er is niets gewijzigd: de mislukte wijziging is teruggedraaid. De rol in DATABASE_URL moet schema’s en tabellen mogen maken; mag zij dat, meld dit dan met de oorspronkelijke tekst.',
  },
  'secrets/unreadable': {
    meaning: 'Een opgeslagen geheim kan niet worden ontcijferd.',
    action:
      'Start met de LOCKSTEP_SECRET_KEY waarmee het is opgeslagen (of noem die sleutel in LOCKSTEP_OLD_SECRET_KEYS), dezelfde op elke machine. Is de sleutel verloren, voer dan de inloggegevens opnieuw in.',
  },
  'server/port-taken': {
    meaning: 'Een ander programma luistert al op deze poort.',
    action: 'Stop dat programma, of kies een andere poort met --port of LOCKSTEP_PORT.',
  },
  'internal/unexpected': {
    meaning: 'Er gebeurde iets dat onmogelijk zou moeten zijn.',
    action: 'Meld dit met de logregels eromheen. Er is niets verloren: de stap wordt opnieuw gedaan.',
  },
};
