export const audit = {
  subtitle: 'Every administrative action: who did what, and when.',
  none: 'Nothing has been done yet.',
  at: 'When',
  actor: 'Who',
  action: 'Action',
  target: 'On what',
};

export const apiAccess = {
  subtitle: 'Other programs use the API with a token. Each has a role, as users have.',
  openApi: 'Description of the API (OpenAPI)',
  add: 'Create token',
  nameHelp: 'What uses it, such as the name of a program.',
  none: 'There is no token.',
  once: 'The token {{name}}. Copy it now: it is shown this once.',
  copy: 'Copy',
  copied: 'Copied',
  createdBy: 'Created by',
  created: 'Created',
  lastUsed: 'Last used',
  revoke: 'Revoke',
  revoked: 'Revoked',
  revokeTitle: 'Revoke {{name}}?',
  revokeExplanation:
    'Whatever uses this token is refused from now on. It can not be taken back; a new token can be made.',
};

export const fieldManagement = {
  subtitle: 'What there is to know about people, companies and opportunities, and what uses it.',
  none: 'There is no such field.',
  entity: 'Of',
  usedBy: 'Used by',
  hidden: 'Hidden',
  readOnly: 'Read only',
  rename: 'Rename',
  renameTitle: 'Rename {{field}}',
  label: 'Label',
  labelHelp: 'How people see it. Its name for programs stays.',
  show: 'Show',
  hide: 'Hide',
  hideTitle: 'Hide {{field}}?',
  hideExplanation:
    'Nobody sees it in lists and on people any more. It goes on syncing, keeps its values, and can be shown again.',
};

export const notifications = {
  title: 'Notifications',
  label_one: '{{count}} unread notification',
  label_other: '{{count}} unread notifications',
  none: 'Nothing needs your attention.',
  read: 'Mark as read',
  dismiss: 'Dismiss',
  kinds: {
    credentials: 'Credentials',
    permission: 'Permission',
    'api-limit': 'API limit',
    'sync-failed': 'Sync failed',
    'field-new': 'New field',
    'field-gone': 'Field is gone',
    'field-type': 'Type of a field',
    'field-rename': 'Renamed field',
    picklist: 'Picklist',
    defect: 'Unexplained difference',
    loop: 'Loop',
  },
};
