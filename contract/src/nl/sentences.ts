/** What the server says in sentences of its own (told`…` in server/src), in Dutch. */
export const sentences: Record<string, string> = {
  'A contact can not belong to a queue.': 'Een contactpersoon kan niet bij een wachtrij horen.',
  'A contact can not belong to a queue; allowLeadForContact makes another lead for the queue.':
    'Een contactpersoon kan niet bij een wachtrij horen; met allowLeadForContact komt er nog een lead voor de wachtrij.',
  'A contact keeps its owner when it is synced; use Change Owner to give it another.':
    'Een contactpersoon houdt bij het synchroniseren zijn eigenaar; geef hem een andere met Eigenaar wijzigen.',
  'A field needs a label.': 'Een veld heeft een label nodig.',
  'A field of type {0} has no value of its own to sync.':
    'Een veld van het type {0} heeft zelf geen waarde om te synchroniseren.',
  'A filter is for {0} or a custom object, not for {1}.':
    'Een filter is er voor {0} of een custom object, niet voor {1}.',
  'A lead got no result.': 'Een lead kreeg geen resultaat.',
  'A new field is synced: {0}.{1} ({2}), as the marketing field {3}. Its existing values are filled in.':
    'Er wordt een nieuw veld gesynchroniseerd: {0}.{1} ({2}), als het marketingveld {3}. De bestaande waarden worden ingevuld.',
  'A parenthesis is closed that was not opened.': 'Er wordt een haakje gesloten dat niet is geopend.',
  'A parenthesis is not closed.': 'Er is een haakje niet gesloten.',
  'A person is named twice.': 'Een persoon is twee keer genoemd.',
  'A policy is one of {0}, not {1}.': 'Een beleid is een van {0}, niet {1}.',
  'A program that has members or a campaign keeps its channel.':
    'Een programma met leden of een campagne houdt zijn kanaal.',
  'A record got no result.': 'Een record kreeg geen resultaat.',
  'A row of a job has no result.': 'Een rij van een taak heeft geen resultaat.',
  'A test e-mail': 'Een testmail',
  "A text is not closed: put it between single quotes, and write \\' for a quote in it.":
    "Een tekst is niet gesloten: zet hem tussen enkele aanhalingstekens en schrijf \\' voor een aanhalingsteken erin.",
  'API token {0}': 'API-token {0}',
  'Accept the rename, and the marketing field goes on with its values; or decline it, and the new field becomes a marketing field of its own: Admin › Field management, or lockstep schema.':
    'Aanvaard de nieuwe naam, dan gaat het marketingveld met zijn waarden verder; of wijs hem af, dan wordt het nieuwe veld een eigen marketingveld: Beheer › Veldbeheer, of lockstep schema.',
  'All notifications:': 'Alle meldingen:',
  'An API token gets no e-mails.': 'Een API-token krijgt geen e-mails.',
  'An API token has no e-mail address: say to whom.': 'Een API-token heeft geen e-mailadres: zeg aan wie.',
  'An API token has no password.': 'Een API-token heeft geen wachtwoord.',
  'An API token has no session.': 'Een API-token heeft geen sessie.',
  'Another lead; the person stays with its contact.': 'Nog een lead; de persoon blijft bij zijn contactpersoon.',
  'Asked: "{0}". There are: {1}.': 'Gevraagd: "{0}". Er zijn: {1}.',
  'At least one status has to be a success: a campaign needs a “Responded”.':
    'Ten minste één status moet een succes zijn: een campagne heeft een “Responded” nodig.',
  'Both fields belong to {0}: a marketing field takes one field of Lead and one of Contact.':
    'Beide velden horen bij {0}: een marketingveld neemt één veld van Lead en één van Contact.',
  'Campaign members can not be synced; see the steps of the last cycle.':
    'Campagneleden kunnen niet worden gesynchroniseerd; zie de stappen van de laatste cyclus.',
  'Campaign sync is off: turn it on in the sync options.':
    'De campagnesynchronisatie staat uit: zet haar aan in de synchronisatieopties.',
  'CampaignMember.{0} is not visible to the sync user: the member field {1} does not sync.':
    'CampaignMember.{0} is niet zichtbaar voor de synchronisatiegebruiker: het lidveld {1} wordt niet gesynchroniseerd.',
  'CampaignMember.{0} is {1} now: the member field {2} does not sync.':
    'CampaignMember.{0} is nu {1}: het lidveld {2} wordt niet gesynchroniseerd.',
  'Child rows go on on another page: query the child object itself.':
    'Onderliggende rijen gaan verder op een andere pagina: bevraag het onderliggende object zelf.',
  'Conflicts are of Lead and Contact: write Lead, Contact or Lead.Title, not {0}.':
    'Conflicten zijn er bij Lead en Contact: schrijf Lead, Contact of Lead.Title, niet {0}.',
  'Convert the values that are here (those that do not fit are listed first), or start with an empty column and let Salesforce fill it: Admin › Field management, or lockstep schema. Either can be taken back.':
    'Zet de waarden hier om (welke niet passen, ziet u eerst), of begin met een lege kolom en laat Salesforce haar vullen: Beheer › Veldbeheer, of lockstep schema. Beide kunt u terugdraaien.',
  'Custom field.': 'Aangepast veld.',
  'Custom formula field: read only.': 'Aangepast formuleveld: alleen lezen.',
  'Deleted here.': 'Hier verwijderd.',
  'Deleted in Salesforce and here.': 'In Salesforce en hier verwijderd.',
  'Deleted in Salesforce; the person stays.': 'In Salesforce verwijderd; de persoon blijft.',
  'Differences can be added for a number only: name a field, such as Lead.mkto71_Lead_Score__c.':
    'Alleen bij een getal kunnen verschillen worden opgeteld: noem een veld, zoals Lead.mkto71_Lead_Score__c.',
  'E-mails are about {0}, not {1}.': 'E-mails gaan over {0}, niet over {1}.',
  'Fields are now picked up by the sync itself, with each cycle.':
    'Velden worden nu door de synchronisatie zelf opgepakt, bij elke cyclus.',
  'First: confirm the credentials.': 'Eerst: de inloggegevens bevestigen.',
  'First: enter credentials.': 'Eerst: inloggegevens invoeren.',
  'First: sync fields.': 'Eerst: velden synchroniseren.',
  'Found again: the answer to its creation had been lost.':
    'Teruggevonden: het antwoord op het aanmaken was verloren gegaan.',
  'Grant the sync user Edit access to these fields of Task, for activities to become tasks: {0}.':
    'Geef de synchronisatiegebruiker bewerkrecht op deze velden van Task, zodat activiteiten taken worden: {0}.',
  'Grant the sync user Read access to the object {0}.': 'Geef de synchronisatiegebruiker leesrecht op het object {0}.',
  'Grant the sync user Read access to these fields of {0} (field-level security; in Professional Edition, the page layout): {1}.':
    'Geef de synchronisatiegebruiker leesrecht op deze velden van {0} (field-level security; in de Professional Edition de page layout): {1}.',
  'Has this owner already.': 'Heeft deze eigenaar al.',
  'If it is gone for good, hide the marketing field.': 'Is het voorgoed weg, verberg dan het marketingveld.',
  'If it was hidden by mistake, grant the sync user Read access to it: it goes on by itself, and what changed meanwhile is filled in.':
    'Is het per ongeluk verborgen, geef de synchronisatiegebruiker dan leesrecht: het gaat vanzelf verder, en wat intussen is gewijzigd wordt ingevuld.',
  'Is a contact already.': 'Is al een contactpersoon.',
  'Is a member with the status {0}.': 'Is lid met de status {0}.',
  'Is not a member.': 'Is geen lid.',
  'Is not in Salesforce.': 'Staat niet in Salesforce.',
  'It has more than {0} characters.': 'Hij heeft meer dan {0} tekens.',
  'It has to be a date and time with zone, such as 2026-01-31T09:00:00Z.':
    'Het moet een datum en tijd met zone zijn, zoals 2026-01-31T09:00:00Z.',
  'It has to be a date such as 2026-01-31.': 'Het moet een datum zijn zoals 2026-01-31.',
  'It has to be a number.': 'Het moet een getal zijn.',
  'It has to be a time such as 09:00:00.': 'Het moet een tijd zijn zoals 09:00:00.',
  'It has to be a whole number.': 'Het moet een geheel getal zijn.',
  'It has to be text without the character U+0000.': 'Het moet tekst zijn zonder het teken U+0000.',
  'It has to be true or false.': 'Het moet true of false zijn.',
  'It is empty.': 'Hij is leeg.',
  'It is not a complete address such as https://login.salesforce.com.':
    'Het is geen volledig adres zoals https://login.salesforce.com.',
  'It is not an envelope of this version.': 'Het is geen envelop van deze versie.',
  'It is {0}.': 'Het is {0}.',
  'It may be {0}.': 'Het is misschien {0}.',
  'It needs the role {0}.': 'Daar is de rol {0} voor nodig.',
  'It was changed, moved or damaged.': 'Het is gewijzigd, verplaatst of beschadigd.',
  'It was sealed with the key {0}.': 'Het is verzegeld met de sleutel {0}.',
  'LOCKSTEP_SMTP_CA_FILE: {0} can not be read.': 'LOCKSTEP_SMTP_CA_FILE: {0} kan niet worden gelezen.',
  'LOCKSTEP_SMTP_URL needs a sender: set LOCKSTEP_MAIL_FROM.':
    'LOCKSTEP_SMTP_URL heeft een afzender nodig: stel LOCKSTEP_MAIL_FROM in.',
  'LOCKSTEP_SMTP_URL: a % in the user or the password is written as %25.':
    'LOCKSTEP_SMTP_URL: een % in de gebruiker of het wachtwoord schrijft u als %25.',
  'LOCKSTEP_SMTP_URL: tls is one of required, if-offered and never, not {0}.':
    'LOCKSTEP_SMTP_URL: tls is required, if-offered of never, niet {0}.',
  'Left out.': 'Weggelaten.',
  'Let them be settled (lockstep verify --repair), and report it with what lockstep verify --last shows.':
    'Laat ze herstellen (lockstep verify --repair) en meld het met wat lockstep verify --last toont.',
  'Linked to the contact with the same e-mail address.': 'Gekoppeld aan de contactpersoon met hetzelfde e-mailadres.',
  'Linked to the lead with the same e-mail address.': 'Gekoppeld aan de lead met hetzelfde e-mailadres.',
  'Look at forms, imports and campaigns that use the field: a restricted picklist refuses a value that was removed.':
    'Kijk naar formulieren, imports en campagnes die het veld gebruiken: een beperkte keuzelijst weigert een waarde die is verwijderd.',
  'Look for it in Salesforce before asking again.': 'Zoek hem in Salesforce voordat u het opnieuw vraagt.',
  'Members of the program {0} have the status {1}: it has to stay.':
    'Leden van het programma {0} hebben de status {1}: die moet blijven.',
  'Neither syncs until you decide; nothing is lost.':
    'Geen van beide wordt gesynchroniseerd tot u beslist; er gaat niets verloren.',
  'New: {0}.': 'Nieuw: {0}.',
  'No change of type of {0} can be taken back.': 'Er is geen typewijziging van {0} die u kunt terugdraaien.',
  'No credentials have been entered yet.': 'Er zijn nog geen inloggegevens ingevoerd.',
  'No mapped field is called {0}; write it as Lead.Field__c or Contact.Field__c.':
    'Geen gekoppeld veld heet {0}; schrijf het als Lead.Field__c of Contact.Field__c.',
  'No object {0} was added to the sync.': 'Er is geen object {0} aan de synchronisatie toegevoegd.',
  'No rename of {0} waits for a decision.': 'Er wacht geen naamswijziging van {0} op een beslissing.',
  'Not pushed before:': 'Vooraf niet gepusht:',
  'Nothing was waiting to be pushed.': 'Er wachtte niets om te worden gepusht.',
  'Nothing, if it is welcome. Otherwise hide it: Admin › Field management, or lockstep fields.':
    'Niets, als het welkom is. Verberg het anders: Beheer › Veldbeheer, of lockstep fields.',
  'Of {0} {1} records that have not changed since, {2} were read.':
    'Van {0} records van {1} die sindsdien niet zijn gewijzigd, zijn er {2} gelezen.',
  'Only one person at a time can be linked to a record.':
    'Er kan maar één persoon tegelijk aan een record worden gekoppeld.',
  'Only one person at a time can become a contact that exists.':
    'Er kan maar één persoon tegelijk een bestaande contactpersoon worden.',
  'Part {0} of {1} has no answer.': 'Deel {0} van {1} heeft geen antwoord.',
  'Person {0} is gone: read the list from its beginning.': 'Persoon {0} is weg: lees de lijst vanaf het begin.',
  'Program: {0}.': 'Programma: {0}.',
  'Removed from the campaign.': 'Uit de campagne verwijderd.',
  'Removed: {0}.': 'Verwijderd: {0}.',
  "Salesforce alone writes opportunities: {0} can't be chosen for {1}.":
    'Alleen Salesforce schrijft verkoopkansen: {0} kan voor {1} niet worden gekozen.',
  'Salesforce announced {0} rows and sent {1}.': 'Salesforce kondigde {0} rijen aan en stuurde er {1}.',
  'Salesforce did not create the campaign; the sync user has to be a Marketing User who may create campaigns. {0}':
    'Salesforce maakte de campagne niet aan; de synchronisatiegebruiker moet een Marketing User zijn die campagnes mag maken. {0}',
  'Salesforce does not know the job {0} any more.': 'Salesforce kent de taak {0} niet meer.',
  'Salesforce has no campaign {0}.': 'Salesforce heeft geen campagne {0}.',
  'Salesforce has no contact {0}.': 'Salesforce heeft geen contactpersoon {0}.',
  'Salesforce has no lead or contact {0}.': 'Salesforce heeft geen lead of contactpersoon {0}.',
  'Salesforce has no queue {0}.': 'Salesforce heeft geen wachtrij {0}.',
  'Salesforce has no user {0}.': 'Salesforce heeft geen gebruiker {0}.',
  'Salesforce is blocked as a source of {0}, and {1}.{2} has the policy {3}: a value that changed on both sides would be stuck, because Salesforce would win and may not write. Set the policy of {4}.{5} to marketing-wins first, or leave Salesforce unblocked.':
    'Salesforce is geblokkeerd als bron van {0}, en {1}.{2} heeft het beleid {3}: een waarde die aan beide kanten is gewijzigd zou vastzitten, omdat Salesforce zou winnen en niet mag schrijven. Zet het beleid van {4}.{5} eerst op marketing-wins, of blokkeer Salesforce niet.',
  'Salesforce says of {0}: {1}': 'Salesforce zegt over {0}: {1}',
  'Salesforce sent the columns {0}.': 'Salesforce stuurde de kolommen {0}.',
  'Schema changes are now picked up by the sync itself.':
    'Schemawijzigingen worden nu door de synchronisatie zelf opgepakt.',
  'See the errors with the code FIELD_LOOP; end one of the two automations, then retry the errors.':
    'Zie de fouten met de code FIELD_LOOP; stop een van de twee automatiseringen en probeer de fouten dan opnieuw.',
  'Somebody asked for it. E-mails of this Lockstep server arrive.':
    'Iemand heeft hierom gevraagd. E-mails van deze Lockstep-server komen aan.',
  'Standard field without a marketing field: not synced.':
    'Standaardveld zonder marketingveld: wordt niet gesynchroniseerd.',
  'Standard mapping.': 'Standaardkoppeling.',
  'Start the sync first.': 'Start eerst de synchronisatie.',
  'Status {0} and half an explanation.': 'Status {0} en een halve uitleg.',
  'The API budget of the sync is nearly used up. Until there is room again, only people, companies and their owners are synced.':
    'Het API-budget van de synchronisatie is bijna op. Tot er weer ruimte is, worden alleen personen, bedrijven en hun eigenaren gesynchroniseerd.',
  'The X-CSRF-Token header is missing or belongs to another session.':
    'De header X-CSRF-Token ontbreekt of hoort bij een andere sessie.',
  'The answer is none to {0}().': 'Het is geen antwoord op {0}().',
  'The answer of the token endpoint has no access token.':
    'Het antwoord van het token-eindpunt bevat geen toegangstoken.',
  'The answer to a query has no rows.': 'Het antwoord op een query heeft geen rijen.',
  'The answer to login() has no session.': 'Het antwoord op login() heeft geen sessie.',
  'The campaign has no status {0}; it has {1}.': 'De campagne heeft geen status {0}; wel {1}.',
  'The campaign is linked to the program {0}.': 'De campagne is gekoppeld aan het programma {0}.',
  'The channel has no status {0}.': 'Het kanaal heeft geen status {0}.',
  'The connected app lacks the scope "Perform requests at any time (refresh_token)".':
    'De connected app mist de scope "Perform requests at any time (refresh_token)".',
  'The connection to PostgreSQL was lost.': 'De verbinding met PostgreSQL is verbroken.',
  'The contact keeps its owner.': 'De contactpersoon houdt zijn eigenaar.',
  'The credentials are confirmed.': 'De inloggegevens zijn bevestigd.',
  'The e-mail address or the password is wrong.': 'Het e-mailadres of het wachtwoord klopt niet.',
  'The first sync cycle has not begun yet.': 'De eerste synchronisatiecyclus is nog niet begonnen.',
  'The header Sforce-NumberOfRecords is missing.': 'De header Sforce-NumberOfRecords ontbreekt.',
  'The job found {0} rows, and {1} came.': 'De taak vond {0} rijen, en er kwamen er {1}.',
  'The job {0} stands at {1}.': 'De taak {0} blijft staan op {1}.',
  'The job {0} was aborted in Salesforce.': 'De taak {0} werd in Salesforce afgebroken.',
  'The last e-mail to {0} did not arrive.': 'De laatste e-mail aan {0} is niet aangekomen.',
  'The log has it under request {0}.': 'In het log staat het onder aanvraag {0}.',
  'The login address is for a {0} org, and this is a {1} org.':
    'Het aanmeldadres is voor een {0}-org, en dit is een {1}-org.',
  'The login names a user by something that is no id.': 'De login noemt een gebruiker met iets dat geen id is.',
  'The mappings were final when the sync started.': 'De koppelingen waren definitief toen de synchronisatie begon.',
  'The org is {0} ({1}), not {2}: read the warning again.':
    'De org is {0} ({1}), niet {2}: lees de waarschuwing opnieuw.',
  'The present password is wrong.': 'Het huidige wachtwoord klopt niet.',
  'The private key is not an RSA key in PEM form.': 'De privésleutel is geen RSA-sleutel in PEM-vorm.',
  'The records are read by queries instead.': 'De records worden in plaats daarvan met query’s gelezen.',
  'The records of {0} have no name to search.': 'De records van {0} hebben geen naam om op te zoeken.',
  'The same credentials are right at {0}.': 'Dezelfde inloggegevens kloppen bij {0}.',
  'The status {0} is there twice.': 'De status {0} staat er twee keer.',
  'The sync has not been started yet.': 'De synchronisatie is nog niet gestart.',
  'The sync is disabled: enable it first.': 'De synchronisatie is uitgeschakeld: schakel haar eerst in.',
  'The sync runs already.': 'De synchronisatie loopt al.',
  'The sync user may not change {0}.': 'De synchronisatiegebruiker mag {0} niet wijzigen.',
  "The sync user may not change {0}.{1}: it can't be changed on both sides.":
    'De synchronisatiegebruiker mag {0}.{1} niet wijzigen: aan twee kanten wijzigen kan dus niet.',
  'The sync user sees no custom field {0} on CampaignMember.':
    'De synchronisatiegebruiker ziet geen aangepast veld {0} op CampaignMember.',
  "The user {0} is inactive in Salesforce and can't own records.":
    'De gebruiker {0} is inactief in Salesforce en kan geen eigenaar zijn.',
  'The values of {0} have changed.': 'De waarden van {0} zijn gewijzigd.',
  'The winner is among the losers.': 'De winnaar staat bij de verliezers.',
  'There can be {0} member fields.': 'Er kunnen {0} lidvelden zijn.',
  'There is a channel {0} already.': 'Er is al een kanaal {0}.',
  'There is a member field {0} already.': 'Er is al een lidveld {0}.',
  'There is a program {0} already.': 'Er is al een programma {0}.',
  'There is an administrator already.': 'Er is al een beheerder.',
  'There is no active user {0}.': 'Er is geen actieve gebruiker {0}.',
  'There is no campaign {0}.': 'Er is geen campagne {0}.',
  'There is no campaign {0}; a new one arrives with the next cycle.':
    'Er is geen campagne {0}; een nieuwe komt met de volgende cyclus.',
  'There is no channel {0}.': 'Er is geen kanaal {0}.',
  'There is no field "{0}" to filter by.': 'Er is geen veld "{0}" om op te filteren.',
  'There is no field "{0}".': 'Er is geen veld "{0}".',
  'There is no field {0} to untick; write it as Lead.Field__c.':
    'Er is geen veld {0} om uit te vinken; schrijf het als Lead.Field__c.',
  'There is no field {0}; fields of companies are written company.industry.':
    'Er is geen veld {0}; velden van bedrijven schrijft u als company.industry.',
  'There is no member field "{0}".': 'Er is geen lidveld "{0}".',
  'There is no member field {0}.': 'Er is geen lidveld {0}.',
  'There is no notification {0}.': 'Er is geen melding {0}.',
  'There is no person {0}.': 'Er is geen persoon {0}.',
  'There is no program {0}.': 'Er is geen programma {0}.',
  'There is no subscription {0}.': 'Er is geen abonnement {0}.',
  'There is no type of activity "{0}".': 'Er is geen soort activiteit "{0}".',
  'There is one e-mail for each cause, and no other while it lasts. What you get is chosen here:':
    'Er komt één e-mail per oorzaak, en geen andere zolang die duurt. Wat u krijgt, kiest u hier:',
  'These credentials belong to the org {0} ({1}); this subscription is bound to {2} ({3}).':
    'Deze inloggegevens horen bij de org {0} ({1}); dit abonnement is gebonden aan {2} ({3}).',
  'These credentials belong to {0}; the sync user of this subscription is {1}, whose permissions its fields were made by.':
    'Deze inloggegevens horen bij {0}; de synchronisatiegebruiker van dit abonnement is {1}, met wiens rechten de velden zijn gemaakt.',
  'This is the last active administrator.': 'Dit is de laatste actieve beheerder.',
  'This login was not started here, has been used, or is more than an hour old.':
    'Deze aanmelding is hier niet begonnen, is al gebruikt of is ouder dan een uur.',
  'Try again in {0} seconds.': 'Probeer het over {0} seconden opnieuw.',
  'Try again in {0}.': 'Probeer het over {0} opnieuw.',
  'Two statuses have the label {0}.': 'Twee statussen hebben het label {0}.',
  'Until there is room again, only people, companies and their owners are synced.':
    'Tot er weer ruimte is, worden alleen personen, bedrijven en hun eigenaren gesynchroniseerd.',
  'Was not in Salesforce. Deleted here.': 'Stond niet in Salesforce. Hier verwijderd.',
  'What to do:': 'Wat te doen:',
  'What you get is chosen here:': 'Wat u krijgt, kiest u hier:',
  'email: {0} is a user already.': 'E-mailadres: {0} is al een gebruiker.',
  'user {0}': 'gebruiker {0}',
  '{0} belongs to {1}: only Lead and Contact fields can be combined.':
    '{0} hoort bij {1}: alleen velden van Lead en Contact kunnen worden gecombineerd.',
  '{0} can not be synced; see the steps of the last cycle.':
    '{0} kan niet worden gesynchroniseerd; zie de stappen van de laatste cyclus.',
  '{0} characters that are not whole JSON.': '{0} tekens die geen volledige JSON zijn.',
  '{0} characters that are not whole XML.': '{0} tekens die geen volledige XML zijn.',
  "{0} comes from Salesforce and can't be edited here.": '{0} komt uit Salesforce en kan hier niet worden bewerkt.',
  "{0} comes from Salesforce, and can't be chosen.": '{0} komt uit Salesforce en kan niet worden gekozen.',
  '{0} deleted records had left the recycle bin: they were found by comparing ids.':
    '{0} verwijderde records waren uit de prullenbak verdwenen: ze zijn gevonden door id’s te vergelijken.',
  '{0} differences between both sides have no reason, in {1} records.':
    '{0} verschillen tussen beide kanten hebben geen reden, in {1} records.',
  '{0} has a standard mapping, and standard mappings are fixed.':
    '{0} heeft een standaardkoppeling, en die liggen vast.',
  '{0} has no field {1}.': '{0} heeft geen veld {1}.',
  '{0} has no lookup to Lead, Contact or Account that the sync user can see, and none to an object that has one.':
    '{0} heeft geen voor de synchronisatiegebruiker zichtbare opzoekrelatie met Lead, Contact of Account, en geen met een object dat er een heeft.',
  '{0} has no lookup to people or companies any more: its records belong to nobody.':
    '{0} heeft geen opzoekrelatie met personen of bedrijven meer: de records horen bij niemand.',
  '{0} holds {1} values and {2} {3} values: types must agree.':
    '{0} bevat waarden van het type {1} en {2} van het type {3}: de typen moeten overeenkomen.',
  "{0} is a standard field: it can't be hidden.": '{0} is een standaardveld: het kan niet worden verborgen.',
  '{0} is a standard marketing field: its type is fixed.': '{0} is een standaardmarketingveld: het type ligt vast.',
  '{0} is a success here and not responded there.': '{0} is hier een succes en daar niet “Responded”.',
  '{0} is already combined with {1}: break that mapping first.':
    '{0} is al gecombineerd met {1}: verbreek eerst die koppeling.',
  '{0} is how a deletion in Salesforce is known: nothing may block it.':
    '{0} laat zien dat iets in Salesforce is verwijderd: niets mag het blokkeren.',
  '{0} is left out: the sync user may not see it.':
    '{0} wordt weggelaten: de synchronisatiegebruiker mag het niet zien.',
  '{0} is linked to the campaign {1}.': '{0} is gekoppeld aan de campagne {1}.',
  '{0} is mapped to {1} already.': '{0} is al toegewezen aan {1}.',
  '{0} is missing in the campaign.': '{0} ontbreekt in de campagne.',
  '{0} is missing in the program.': '{0} ontbreekt in het programma.',
  '{0} is missing.': '{0} ontbreekt.',
  "{0} is no status of this program's channel: {1}.": '{0} is geen status van het kanaal van dit programma: {1}.',
  '{0} is no success here and responded there.': '{0} is hier geen succes en daar wel “Responded”.',
  '{0} is not a custom object.': '{0} is geen custom object.',
  '{0} is not combined with another field.': '{0} is niet gecombineerd met een ander veld.',
  '{0} is not held for a change of its type.': '{0} wordt niet vastgehouden vanwege een typewijziging.',
  '{0} is not linked to a campaign.': '{0} is niet aan een campagne gekoppeld.',
  '{0} is not one of the chosen fields.': '{0} is niet een van de gekozen velden.',
  '{0} is not synced: the sync user may not see something that the sync needs.':
    '{0} wordt niet gesynchroniseerd: de synchronisatiegebruiker mag iets niet zien dat de synchronisatie nodig heeft.',
  '{0} is to be kept of person {1}, who is not among those merged.':
    '{0} moet van persoon {1} blijven, die niet wordt samengevoegd.',
  '{0} is {1} and {2} is {3}: the types must agree.': '{0} is {1} en {2} is {3}: de typen moeten overeenkomen.',
  '{0} must be equal to one of the allowed values.': '{0} moet een van de toegestane waarden zijn.',
  '{0} must be {1} {2}.': '{0} moet {1} {2} zijn.',
  '{0} must be {1}.': '{0} moet van het type {1} zijn.',
  '{0} must match format "{1}".': '{0} moet de vorm "{1}" hebben.',
  '{0} must match pattern "{1}".': '{0} moet voldoen aan het patroon "{1}".',
  '{0} must not have additional properties.': '{0} mag geen andere eigenschappen hebben.',
  '{0} must not have duplicate items.': '{0} mag niets dubbel bevatten.',
  '{0} must not have fewer than {1} characters.': '{0} mag niet minder dan {1} tekens hebben.',
  '{0} must not have fewer than {1} items.': '{0} mag niet minder dan {1} onderdelen hebben.',
  '{0} must not have more than {1} characters.': '{0} mag niet meer dan {1} tekens hebben.',
  '{0} must not have more than {1} items.': '{0} mag niet meer dan {1} onderdelen hebben.',
  '{0} notifications: {1}': '{0} meldingen: {1}',
  '{0} of {1} records changed while they were read; the next cycle reads them.':
    '{0} van {1} records zijn tijdens het lezen gewijzigd; de volgende cyclus leest ze.',
  '{0} of {1} requests of the last 24 hours are used, and the budget is {2} %.':
    '{0} van {1} aanvragen van de afgelopen 24 uur zijn gebruikt, en het budget is {2} %.',
  '{0} of {1} rows came.': 'Er kwamen {0} van {1} rijen.',
  '{0} results for {1} records.': '{0} resultaten voor {1} records.',
  '{0} results of {1}() for {2} records.': '{0} resultaten van {1}() voor {2} records.',
  '{0} says whom a record belongs to ({1}).': '{0} zegt bij wie een record hoort ({1}).',
  "{0}, {1}: two automations undo each other's changes. It is not pushed any more for the people concerned.":
    '{0}, {1}: twee automatiseringen draaien elkaars wijzigingen terug. Het wordt voor deze personen niet meer gepusht.',
  '{0}.': '{0}.',
  "{0}.{1} ({2}) can't be seen any more: it was deleted, or hidden from the sync user. It does not sync; its data is kept.":
    '{0}.{1} ({2}) is niet meer te zien: het is verwijderd, of verborgen voor de synchronisatiegebruiker. Het wordt niet gesynchroniseerd; de gegevens blijven.',
  '{0}.{1} held {2} values and is of type {3} now. It does not sync, and its data is kept.':
    '{0}.{1} bevatte waarden van het type {2} en is nu van het type {3}. Het wordt niet gesynchroniseerd, en de gegevens blijven.',
  "{0}.{1} is no number: differences can't be added.": '{0}.{1} is geen getal: verschillen optellen kan niet.',
  '{0}.{1} is not mapped.': '{0}.{1} is niet toegewezen.',
  '{0}.{1} is not synced.': '{0}.{1} wordt niet gesynchroniseerd.',
  '{0}.{1} seems to be called {2} now: Salesforce says it is the same field.':
    '{0}.{1} lijkt nu {2} te heten: Salesforce zegt dat het hetzelfde veld is.',
  '{0}.{1} seems to be called {2} now: it has the same label and a type that fits.':
    '{0}.{1} lijkt nu {2} te heten: het heeft hetzelfde label en een passend type.',
  '{0}.{1} shares the marketing field {2} and still holds {3} values. Start with an empty column: the changed field gets a marketing field of its own.':
    '{0}.{1} deelt het marketingveld {2} en bevat nog waarden van het type {3}. Begin met een lege kolom: het gewijzigde veld krijgt een eigen marketingveld.',
  '{0}: "{1}" does not fit.': '{0}: "{1}" past niet.',
  '{0}: it contains a user name or password.': '{0}: er staat een gebruikersnaam of wachtwoord in.',
  '{0}: it is not a Pub/Sub API of Salesforce.': '{0}: het is geen Pub/Sub API van Salesforce.',
  '{0}: it is not a Salesforce domain.': '{0}: het is geen domein van Salesforce.',
  '{0}: it must start with https://.': '{0}: het moet met https:// beginnen.',
  '{0}: no connection in time.': '{0}: geen verbinding binnen de tijd.',
  '{0}: the connection was cut.': '{0}: de verbinding werd verbroken.',
  '{0}: the connection was refused.': '{0}: de verbinding werd geweigerd.',
  '{0}: the name server does not answer.': '{0}: de naamserver antwoordt niet.',
  '{0}: the org is not one of Salesforce; set LOCKSTEP_PUBSUB_URL to the address of its own Pub/Sub API.':
    '{0}: de org is er geen van Salesforce; stel LOCKSTEP_PUBSUB_URL in op het adres van zijn eigen Pub/Sub API.',
  '{0}: the secure connection failed ({1}).': '{0}: de beveiligde verbinding mislukte ({1}).',
  '{0}: there is no network route to it.': '{0}: er is geen netwerkroute naartoe.',
  '{0}: there is no such host.': '{0}: die host bestaat niet.',
  '{0}: {1}.': '{0}: {1}.',
  "{0}: {1}.{2} can't be changed by the sync user, so person {3} keeps Salesforce's value.":
    '{0}: {1}.{2} kan niet door de synchronisatiegebruiker worden gewijzigd, dus persoon {3} houdt de waarde van Salesforce.',
};
