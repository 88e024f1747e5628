/** What generated people and companies are made of. */
export const womenNames =
  words(`Anna Maria Olivia Emma Sofia Chloe Amélie Ingrid Freya Priya Aisha Fatima Mei Yuki Hana Carmen Lucía Beatriz Zoë
  Nora Elena Katarzyna Agnieszka Ewa Svetlana Olga Naomi Grace Hannah Rachel Leah Miriam Amara Zainab Nkechi Thandiwe Siobhán Aoife Niamh Gwen
  Charlotte Amelia Isabella Harriet Imogen Saoirse Linnea Astrid Maja Renée`);
export const menNames =
  words(`James John Robert Michael David José Carlos Miguel Luís André Søren Lars Björn Jürgen Matthias Stefan Piotr Tomasz
  Ivan Dmitri Ahmed Mohammed Omar Yusuf Raj Arjun Vikram Wei Jun Kenji Hiroshi Kwame Chidi Sipho Patrick Seán Ciarán Owen Rhys Hugh Daniel Samuel
  Benjamin Noah Lucas Élie François Étienne Oskar Ruben`);
export const lastNames =
  words(`Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández Lopez González Wilson Anderson
  Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson Walker Young Allen King Wright Scott Torres
  Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker
  Schulz Hoffmann Dubois Durand Lefèvre Moreau Rossi Russo Ferrari Bianchi Nielsen Hansen Pedersen Andersson Johansson Lindström Kowalski Nowak
  Wiśniewski Ivanov Petrov O'Brien O'Connor Murphy Kelly Walsh MacDonald Campbell-Reid Patel Sharma Singh Kumar Khan Ali Hussain Tanaka Suzuki Watanabe
  Kim Park Chen Wang Li Zhang Okafor Mensah Dlamini Botha Silva Santos Oliveira Costa Ferreira`);
export const companyFirst =
  words(`Northwind Bluepeak Cedar Granite Harbor Silverline Redwood Summit Ironbridge Lakeside Meridian Orchard Pinnacle
  Quantum Riverbend Sterling Trailhead Unity Vanguard Westgate Zenith Alpine Beacon Cascade Delta Evergreen Falcon Golden Highland Island Juniper
  Keystone Liberty Maple Nimbus Oakmont Pacific Quarry Rocky Sapphire Timber Uplift Valley Willow Yellowstone Aurora Baltic Coastal Dynamo Ember`);
export const companySecond =
  words(`Logistics Software Foods Energy Health Systems Textiles Motors Partners Analytics Robotics Media Labs Insurance
  Capital Pharma Packaging Retail Interiors Steel Paper Farms Airlines Shipping Networks Consulting Education Security Tools Optics Ceramics Chemicals
  Electronics Furniture Hotels Instruments Machinery Minerals Plastics Printing`);
export const companySuffix = ['Inc.', 'Ltd', 'LLC', 'GmbH', 'Group', '& Sons', 'Corp.', 'S.A.', 'plc', ', Inc.'];
export const titles = [
  'Chief Executive Officer',
  'CFO',
  'CTO',
  'VP, Marketing',
  'VP, Sales',
  'SVP, Procurement',
  'Director of Operations',
  'Director, Information Technology',
  'Marketing Manager',
  'Purchasing Manager',
  'Head of Digital',
  'Sales Engineer',
  'IT Administrator',
  'Buyer',
  'Office Manager',
  'Data Analyst',
  'Product Manager',
  'Facilities Manager',
  'Legal Counsel',
  'Research Fellow',
];
/** City, state, country, first digits of the postal code, telephone prefix. */
export const places: readonly (readonly [string, string, string, string, string])[] = [
  ['San Francisco', 'CA', 'USA', '941', '(415) '],
  ['Austin', 'TX', 'USA', '787', '(512) '],
  ['New York', 'NY', 'USA', '100', '(212) '],
  ['Chicago', 'IL', 'USA', '606', '(312) '],
  ['Seattle', 'WA', 'USA', '981', '(206) '],
  ['Boston', 'MA', 'USA', '021', '(617) '],
  ['Atlanta', 'GA', 'USA', '303', '(404) '],
  ['Denver', 'CO', 'USA', '802', '(303) '],
  ['Toronto', 'Ontario', 'Canada', 'M5V ', '+1 416 '],
  ['London', 'England', 'United Kingdom', 'EC1A ', '+44 20 7'],
  ['Manchester', 'England', 'United Kingdom', 'M1 ', '+44 161 '],
  ['Dublin', 'Leinster', 'Ireland', 'D0', '+353 1 '],
  ['Berlin', 'Berlin', 'Germany', '101', '+49 30 '],
  ['München', 'Bayern', 'Germany', '803', '+49 89 '],
  ['Paris', 'Île-de-France', 'France', '750', '+33 1 '],
  ['Lyon', 'Auvergne-Rhône-Alpes', 'France', '690', '+33 4 '],
  ['Madrid', 'Madrid', 'Spain', '280', '+34 91 '],
  ['Milano', 'Lombardia', 'Italy', '201', '+39 02 '],
  ['Stockholm', 'Stockholm', 'Sweden', '111', '+46 8 '],
  ['København', 'Hovedstaden', 'Denmark', '10', '+45 33 '],
  ['Warszawa', 'Mazowieckie', 'Poland', '00-', '+48 22 '],
  ['Sydney', 'New South Wales', 'Australia', '20', '+61 2 '],
  ['Singapore', '', 'Singapore', '0189', '+65 6'],
  ['東京', '東京都', 'Japan', '100-', '+81 3 '],
  ['São Paulo', 'São Paulo', 'Brazil', '010', '+55 11 '],
];
export const streets = [
  'Main Street',
  'Market Street',
  'Station Road',
  'Park Avenue',
  'High Street',
  'Industrial Way',
  'Harbour Road',
  'Lindenstraße',
  'Rue de la Paix',
  'Via Roma',
  'Calle Mayor',
  'Oak Lane',
  'River Road',
  'Kings Parade',
];
export const mailDomains = [
  'example.com',
  'example.net',
  'example.org',
  'mail.example',
  'corp.example',
  'post.example',
];
export const descriptions = [
  'Met at the trade show, asked for a quote.',
  'Said: "call me after the summer", prefers e-mail.',
  'Runs two sites, one in the north, one in the south;\nbuys through the head office.',
  'Uses a competitor, contract ends next year.',
  'Interested in the premium edition, "but not at that price".',
  'Downloaded the white paper.\r\nOpened three newsletters.',
  'Budget approved; decision by the board, then legal.',
  'Left the company? Check before calling.',
];
export const industries = [
  'Agriculture',
  'Apparel',
  'Banking',
  'Biotechnology',
  'Chemicals',
  'Communications',
  'Construction',
  'Consulting',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Finance',
  'Healthcare',
  'Hospitality',
  'Insurance',
  'Machinery',
  'Manufacturing',
  'Media',
  'Retail',
  'Technology',
  'Telecommunications',
  'Transportation',
  'Utilities',
];
export const leadSources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
export const leadStatuses = ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'];

function words(text: string): string[] {
  return text.split(/\s+/);
}
