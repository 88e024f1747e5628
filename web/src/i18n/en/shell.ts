export const shell = {
  product: 'Lockstep',
  loading: 'Loading…',
  skip: 'Skip to the content',
  actions: {
    signOut: 'Sign out',
    tryAgain: 'Try again',
    menu: 'Menu',
    account: 'Your account',
  },
  theme: { label: 'Colours', light: 'Light', dark: 'Dark', auto: 'As the system' },
  language: { label: 'Language' },
  navigation: {
    label: 'Main',
    database: 'Database',
    programs: 'Programs',
    admin: 'Admin',
    salesforce: 'Salesforce',
    setup: 'Sync with Salesforce.com',
    users: 'Users & roles',
  },
  roles: { admin: 'Administrator', marketer: 'Marketer', viewer: 'Viewer' },
  fields: {
    name: 'Your name',
    email: 'E-mail address',
    password: 'Password',
    passwordRule: 'At least {{shortest}} characters. A short sentence works well.',
  },
  firstStart: {
    title: 'Welcome to Lockstep',
    explanation: 'Nobody has set up this server yet. Create the first administrator; it can add others later.',
    submit: 'Create administrator',
  },
  signIn: { title: 'Sign in', submit: 'Sign in' },
  notFound: {
    title: 'This page does not exist',
    explanation: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the first page',
  },
  notAllowed: {
    title: 'This page is not for your role',
    explanation: 'It needs the role {{role}}. An administrator can give it to you under Users & roles.',
  },
  broken: {
    title: 'This page could not be shown',
    explanation:
      'Something in the page went wrong; your data is untouched. Load it again. If it happens again, report it:',
    reload: 'Load again',
  },
  error: {
    whatToDo: 'What to do',
    salesforceSaid: 'What Salesforce said',
    details: 'Details',
    unexplained: 'The server answered {{status}}.',
    unreachable: 'The server could not be reached.',
    unreachableAction: 'Check your network connection, and whether the server runs.',
  },
  time: { never: 'never' },
};
