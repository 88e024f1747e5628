export const flow = {
  menu: 'Actions',
  clearOwner: 'Choose nobody',
  noOwner: 'No user or queue of that name.',
  queue: '{{name}} (queue)',
  more_one: '… and {{count}} more.',
  more_other: '… and {{count}} more.',
  match: '{{type}} {{name}} {{company}}',
  outcomes: {
    created: 'Created',
    linked: 'Linked',
    updated: 'Updated',
    unchanged: 'Unchanged',
    deleted: 'Deleted',
    converted: 'Converted',
    merged: 'Merged',
    refused: 'Refused',
    failed: 'Failed, try again later',
  },
  sync: {
    name: 'Sync Person to SFDC',
    explanation_one:
      'Now, without waiting for a cycle. Who is not in Salesforce becomes a lead there; a lead or contact gets what changed here.',
    explanation_other:
      '{{count}} people, now, without waiting for a cycle. Who is not in Salesforce becomes a lead there; a lead or contact gets what changed here.',
    submit: 'Sync now',
    ownerHelp: 'Assignment rules decide unless you choose. A contact keeps its owner.',
    onMatch: 'If Salesforce has a record with the e-mail address',
    onMatchHelp: 'Only for people who are not in Salesforce yet.',
    matches: {
      usual: 'As the sync options say',
      link: 'Link the person with that record',
      create: 'Create another lead',
      ask: 'Do nothing, and show the records',
    },
    allowLeadForContact: 'For a queue: make another lead of a person that is a contact',
  },
  owner: {
    name: 'Change Owner',
    explanation_one: 'The record in Salesforce gets this owner, now. A queue can own leads alone.',
    explanation_other:
      'The records of {{count}} people in Salesforce get this owner, now. A queue can own leads alone. Who is not in Salesforce is created there first.',
    label: 'Owner',
  },
  task: {
    name: 'Create Task',
    explanation_one: 'A task in Salesforce, now. Who is not in Salesforce is created there first.',
    explanation_other: '{{count}} tasks in Salesforce, now. Who is not in Salesforce is created there first.',
    subject: 'Subject',
    description: 'Description',
    due: 'Due in days',
    reminder: 'Reminder',
    status: 'Status',
    priority: 'Priority',
    ownerHelp: 'The owner of the record unless you choose.',
  },
  campaign: {
    label: 'Campaign',
    help: 'Start of the name, or the Salesforce id. A new campaign is here after the next cycle.',
    none: 'No campaign of that name.',
    status: 'Status in the campaign',
    defaultStatus: "The campaign's default",
  },
  addToCampaign: {
    name: 'Add to SFDC Campaign',
    explanation_one:
      'Becomes a member of the campaign in Salesforce, now. A member stays as is; who is not in Salesforce is created there first.',
    explanation_other:
      '{{count}} people become members of the campaign in Salesforce, now. Members stay as they are; who is not in Salesforce is created there first.',
    submit: 'Add to campaign',
  },
  changeCampaignStatus: {
    name: 'Change Status in SFDC Campaign',
    explanation_one: 'Gets this status in the campaign in Salesforce, now. Who is not a member becomes one.',
    explanation_other:
      '{{count}} people get this status in the campaign in Salesforce, now. Who is not a member becomes one.',
    submit: 'Change status',
  },
  removeFromCampaign: {
    name: 'Remove from SFDC Campaign',
    explanation_one:
      'Is taken out of the campaign in Salesforce, now. Who is not a member is skipped; the lead or contact itself stays.',
    explanation_other:
      '{{count}} people are taken out of the campaign in Salesforce, now. Who is not a member is skipped; the leads and contacts themselves stay.',
    final:
      'I understand that Salesforce deletes the membership for good, with its status and its date of first response.',
    submit: 'Remove from campaign',
  },
  addToProgram: {
    name: 'Add to program',
    explanation_one:
      'Becomes a member of the program, or gets this status if it is one already. A linked campaign follows in the next cycle.',
    explanation_other:
      '{{count}} people become members of the program, or get this status if they are already. A linked campaign follows in the next cycle.',
    program: 'Program',
    noProgram: 'No program of that name.',
    submit: 'Add to program',
  },
  convert: {
    name: 'Convert Person',
    explanation_one:
      'The lead becomes a contact, with an account and an opportunity. The person here stays, with its history, and is that contact.',
    explanation_other:
      '{{count}} leads become contacts, with accounts and opportunities. The people here stay, with their history, and are those contacts.',
    final: 'I understand that Salesforce cannot take a conversion back.',
    submit: 'Convert',
    ownerHelp: 'The owner of the lead unless you choose. Needed for a lead of a queue.',
    notify: 'Salesforce mails the owner',
    status: 'Lead status',
    statusHelp: 'One that means converted; the first of the org if blank.',
    account: 'Id of an account',
    accountHelp: 'A new account if blank.',
    opportunity: 'Create an opportunity',
    opportunityName: 'Name of the opportunity',
  },
  merge: {
    name: 'Merge',
    title: 'Merge into {{name}}',
    explanation:
      '{{name}} stays. The other person becomes part of it: values fill blanks; activities, memberships and roles are united. Records in Salesforce are merged too; a lead is first converted into the contact.',
    final: 'I understand that a merge cannot be taken back, here or in Salesforce.',
    submit: 'Merge',
    other: 'The person who becomes part of it',
    keep: 'Both have a value in these fields. Choose which stays:',
  },
  delete: {
    name: 'Delete Person',
    explanation_one: 'Deletes the person where you choose.',
    explanation_other: 'Deletes {{count}} people where you choose.',
    from: 'Delete from',
    places: {
      salesforce: 'Salesforce: the record goes to its recycle bin, the person stays here',
      here: 'Here: the person and its log are gone; the record in Salesforce stays',
      both: 'Both',
    },
    final: {
      salesforce: 'I understand that the record is in the recycle bin of Salesforce for 15 days, and then gone.',
      here: 'I understand that the person and its log are gone for good. If the record in Salesforce changes, it comes back as a new person.',
      both: 'I understand that the person and its log are gone here for good, and the record in Salesforce after 15 days.',
    },
    submit: 'Delete',
  },
};
