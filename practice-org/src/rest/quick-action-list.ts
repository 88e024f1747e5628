import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { InputRecord } from '../records/prepare.ts';

/** Something people do at the push of a button: it makes a record, about the one they are looking at. */
export interface QuickAction {
  name: string;
  label: string;
  type: 'Create' | 'LogACall';
  /** The object whose page it is on; none for a global action. */
  context?: string;
  target: string;
  /** What its form asks for, in order. */
  fields: readonly string[];
  /** The field that leads to the record it is about, and the object of that. */
  parent?: { field: string; object: string };
  presets?: InputRecord;
}

const activity = ['Subject', 'Description', 'WhoId', 'WhatId'];
const person = ['FirstName', 'LastName', 'Email', 'Phone', 'Title'];
const ofAccount = { field: 'AccountId', object: 'Account' };

/** Those of a new org, as far as their objects are here, and CreateContact, which the documentation of the resource calls. */
const actions: readonly QuickAction[] = [
  {
    name: 'LogACall',
    label: 'Log a Call',
    type: 'LogACall',
    target: 'Task',
    fields: activity,
    presets: { Subject: 'Call' },
  },
  create('NewTask', 'New Task', 'Task', [...activity, 'ActivityDate', 'Status', 'Priority']),
  create('NewEvent', 'New Event', 'Event', [...activity, 'StartDateTime', 'EndDateTime', 'Location']),
  create('NewAccount', 'New Account', 'Account', ['Name', 'Phone']),
  create('NewContact', 'New Contact', 'Contact', ['AccountId', ...person], ofAccount),
  create('NewLead', 'New Lead', 'Lead', ['Company', ...person]),
  create(
    'NewOpportunity',
    'New Opportunity',
    'Opportunity',
    ['Name', 'AccountId', 'CloseDate', 'StageName', 'Amount'],
    ofAccount,
  ),
  {
    ...create('CreateContact', 'Create Contact', 'Contact', ['AccountId', ...person], ofAccount),
    context: 'Account',
  },
];

function create(
  name: string,
  label: string,
  target: string,
  fields: readonly string[],
  parent?: QuickAction['parent'],
): QuickAction {
  return { name, label, type: 'Create', target, fields, ...(parent && { parent }) };
}

/** The global actions, and with an object those of its pages before them: of what the caller may make. */
export function quickActions(view: ProfileView, context?: ObjectView): QuickAction[] {
  const offered = actions.filter(({ target }) => view.object(target)?.permission.createable);
  const own = offered.filter((action) => context && action.context === context.name);
  return [...own, ...offered.filter((action) => action.context === undefined)];
}

/** What an action's form shows before anybody has typed: its presets, and the record it is about. */
export function defaultValues(view: ProfileView, action: QuickAction, contextId?: string): InputRecord {
  const target = view.object(action.target) as ObjectView;
  const shown = action.fields.flatMap((name) => target.field(name)?.name ?? []);
  const known: InputRecord = { ...action.presets };
  const field = contextId && aboutField(view, action, contextId);
  if (field) known[field] = contextId;
  return Object.fromEntries(shown.map((name) => [name, known[name] ?? null]));
}

/** An activity is with a person or about something else; other records belong to their parent. */
function aboutField(view: ProfileView, action: QuickAction, contextId: string): string | undefined {
  const context = view.objectOfId(contextId)?.name;
  if (!context) return undefined;
  if (action.parent) return context === action.parent.object ? action.parent.field : undefined;
  const leads = (name: string) =>
    view.object(action.target)?.field(name)?.describe.referenceTo.includes(context) ?? false;
  return ['WhoId', 'WhatId'].find((name) => action.fields.includes(name) && leads(name));
}
