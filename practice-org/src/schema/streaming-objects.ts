import type { ObjectDescribe } from './object-describe.ts';
import {
  flagField,
  idField,
  numberField,
  picklistField,
  referenceField,
  stampFields,
  standardObject,
  textField,
} from './standard-describe.ts';

const readOnly = { createable: false, updateable: false } as const;
const everything = { createable: true, updateable: true, deletable: true };
const fieldChanges: [string, string][] = ['Referenced', 'All', 'Select', 'Where'].map((name) => [name, name]);
const operation = (name: string) => flagField(`NotifyForOperation${name}`, name, { defaultValue: true });

/**
 * What the Streaming API tells of: the changes that a query selects, and what programs push into a channel.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_pushtopic.htm
 */
export const streamingObjects: ObjectDescribe[] = [
  standardObject('PushTopic', 'Push Topic', '0IF', everything, [
    idField,
    textField('Name', 'Topic Name', 25, { nillable: false, nameField: true, unique: true }),
    textField('Query', 'SOQL Query', 1300, { nillable: false }),
    numberField('ApiVersion', 'API Version', { nillable: false, scale: 1 }),
    flagField('IsActive', 'Is Active', { defaultValue: true }),
    picklistField('NotifyForFields', 'Notify For Fields', fieldChanges, { nillable: false, defaultedOnCreate: true }),
    ...['Create', 'Update', 'Delete', 'Undelete'].map(operation),
    textField('Description', 'Description', 400),
    ...stampFields,
  ]),
  standardObject('StreamingChannel', 'Streaming Channel', '0M6', everything, [
    idField,
    referenceField('OwnerId', 'Owner ID', ['User'], { defaultedOnCreate: true }),
    textField('Name', 'Streaming Channel Name', 80, { nillable: false, nameField: true, unique: true }),
    textField('Description', 'Description', 255),
    flagField('IsDynamic', 'Is Dynamic', readOnly),
    ...stampFields,
  ]),
];
