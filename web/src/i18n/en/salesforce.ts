export const salesforce = {
  title: 'Salesforce',
  subtitle: 'How the marketing database and the Salesforce org keep in step.',
  notStarted: {
    title: 'Salesforce is not connected yet',
    explanation:
      'The guided set-up connects the org, chooses the fields and starts the sync. It can be left and resumed at any time.',
    begin: 'Sync with Salesforce.com',
    askAdmin: 'An administrator connects the org and starts the sync.',
  },
  practiceOrg: 'Practice org: a Salesforce-like org for trying things out runs at <orgLink>{{url}}</orgLink>',
  totals: {
    title: 'In the marketing database',
    leads: 'Leads',
    contacts: 'Contacts',
    other: 'Not in Salesforce',
    companies: 'Companies',
    api: 'API requests, 24 hours',
    apiOf: 'of {{max}}',
    apiLastCycle: '{{calls}} in the last cycle',
  },
  steps: {
    title: 'Steps',
    none: 'No step has run yet.',
    object: 'Object',
    operation: 'Operation',
    status: 'Status',
    started: 'Started',
    duration: 'Took',
    counts: { new: 'New', updated: 'Updated', deleted: 'Deleted', failed: 'Failed', skipped: 'Skipped' },
  },
};
