export const schemaChanges = {
  waiting: 'Waits for a decision',
  nothingWaits: 'Nothing waits. Renamed fields and changed types appear here with the cycle that notices them.',
  since: 'Noticed {{when}}',
  what: 'What',
  rename: {
    title: '{{from}} seems to be called {{to}} now',
    evidence: {
      'durable-id': 'Salesforce says it is the same field: its durable id is the same.',
      label: 'It has the same label and a type that fits.',
    },
    meanwhile: 'Neither syncs until you decide, and nothing is lost.',
    accept: {
      label: 'Accept the rename',
      title: 'Is {{to}} the field that was {{from}}?',
      explanation:
        'The marketing field {{field}} goes on under the new name, with its values, its rules and its history. The next cycle fills in what changed meanwhile. This cannot be taken back.',
      done: '{{field}} follows {{to}} from now on.',
    },
    decline: {
      label: 'Decline',
      title: 'Is {{to}} another field?',
      explanation:
        'The next cycle makes {{to}} a marketing field of its own and fills in its values. {{field}} keeps the values it has, and does not sync any more. The rename is not proposed again, and this cannot be taken back.',
      done: '{{to}} becomes a field of its own.',
    },
  },
  type: {
    title: '{{field}} held {{from}} values and is of type {{to}} now',
    meanwhile: 'It does not sync until you decide, and its values are kept.',
    cannotConvert: 'Its values cannot be converted.',
    preview: 'Values here: {{values}}. Of them, {{misfits}} do not fit and would become blank.',
    misfits: 'Values that do not fit',
    convert: {
      label: 'Convert the values',
      title: 'Convert the values of {{field}} to {{to}}?',
      explanation:
        'The values that are here become {{to}}; those that do not fit become blank. The next cycle fills in what Salesforce holds. The values as they were are kept, and this can be taken back.',
      done: '{{field}} syncs again, as {{to}}.',
      past: 'Values converted',
    },
    'start-empty': {
      label: 'Start empty',
      title: 'Start {{field}} with an empty column?',
      explanation:
        'The field begins without values, as {{to}}, and the next cycle fills in what Salesforce holds. Where it shares a marketing field with another that keeps its type, it gets one of its own. The values as they were are kept; of a field that is not shared, this can be taken back.',
      done: '{{field}} syncs again, as {{to}}.',
      past: 'Started empty',
    },
  },
  decided: 'Decided changes of type',
  undo: {
    label: 'Take back',
    title: 'Take back the change of {{field}}?',
    explanation:
      'The field has its {{type}} values again, as they were, and does not sync until you decide anew. Values that were written since stay behind.',
  },
  news: 'Happened by itself',
  newsExplanation:
    'New fields are synced and filled in. Fields that were deleted or hidden from the sync user stop and keep their values. New picklist values can be used; restricted picklists refuse removed ones.',
  noNews: 'Nothing new since what was dismissed.',
};
