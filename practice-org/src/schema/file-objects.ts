import type { FieldDescribe } from './field-describe.ts';
import type { ObjectDescribe } from './object-describe.ts';
import {
  flagField,
  idField,
  picklistField as picklist,
  referenceField as reference,
  stampFields,
  standardField,
  standardObject,
  textField as text,
} from './standard-describe.ts';

const readOnly = { createable: false, updateable: false } as const;
const onCreate = { updateable: false } as const;
const parents = ['Account', 'Campaign', 'Contact', 'Event', 'Lead', 'Opportunity', 'Task'];

const whole = (name: string, label: string) =>
  standardField(name, label, { ...readOnly, type: 'int', soapType: 'xsd:int', digits: 9 });

/** A blob is kept as base64, in which JSON carries it too. */
const blob = (name: string, label: string, changes: Partial<FieldDescribe> = {}) =>
  standardField(name, label, {
    type: 'base64',
    soapType: 'xsd:base64Binary',
    nillable: false,
    filterable: false,
    sortable: false,
    groupable: false,
    aggregatable: false,
    ...changes,
  });

const deleted = flagField('IsDeleted', 'Deleted', readOnly);
const owner = (referenceTo: string[]) => reference('OwnerId', 'Owner ID', referenceTo, { defaultedOnCreate: true });
const everything = { createable: true, updateable: true, deletable: true };
const own = (childSObject: string, field: string, relationshipName: string) => ({
  cascadeDelete: true,
  childSObject,
  deprecatedAndHidden: false,
  field,
  junctionIdListNames: [],
  junctionReferenceTo: [],
  relationshipName,
  restrictedDelete: false,
});

/**
 * Attachments, documents and files: the objects whose records carry blobs.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm
 */
export const fileObjects: ObjectDescribe[] = [
  standardObject('Attachment', 'Attachment', '00P', everything, [
    idField,
    deleted,
    reference('ParentId', 'Parent ID', parents, { ...onCreate, nillable: false }),
    text('Name', 'File Name', 255, { nillable: false, nameField: true }),
    flagField('IsPrivate', 'Private'),
    text('ContentType', 'Content Type', 120),
    whole('BodyLength', 'Body Length'),
    blob('Body', 'Body'),
    owner(['User', 'Group']),
    ...stampFields,
    text('Description', 'Description', 500),
  ]),
  standardObject('Document', 'Document', '015', everything, [
    idField,
    reference('FolderId', 'Folder ID', ['User'], { nillable: false }),
    deleted,
    text('Name', 'Document Name', 255, { nillable: false, nameField: true }),
    text('DeveloperName', 'Document Unique Name', 80),
    text('ContentType', 'MIME Type', 120),
    text('Type', 'File Extension', 40),
    flagField('IsPublic', 'Externally Available Image'),
    whole('BodyLength', 'Body Length'),
    blob('Body', 'Body', { nillable: true }),
    text('Url', 'Url', 1000),
    text('Description', 'Description', 255),
    text('Keywords', 'Keywords', 255),
    flagField('IsInternalUseOnly', 'Internal Use Only'),
    reference('AuthorId', 'Author ID', ['User']),
    ...stampFields,
  ]),
  standardObject('ContentVersion', 'Content Version', '068', { ...everything, deletable: false }, [
    idField,
    reference('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], onCreate),
    flagField('IsLatest', 'Is Latest', readOnly),
    text('VersionNumber', 'Version Number', 20, readOnly),
    text('Title', 'Title', 255, { nameField: true }),
    text('Description', 'Description', 1000),
    text('ReasonForChange', 'Reason For Change', 1000),
    text('PathOnClient', 'Path On Client', 500, { ...onCreate, nillable: false }),
    deleted,
    text('FileType', 'File Type', 20, readOnly),
    blob('VersionData', 'Version Data', { nillable: true }),
    whole('ContentSize', 'Size'),
    text('FileExtension', 'File Extension', 40, readOnly),
    reference('FirstPublishLocationId', 'First Publish Location ID', [...parents, 'User'], onCreate),
    picklist(
      'Origin',
      'Content Origin',
      [
        ['C', 'Content'],
        ['H', 'Chatter'],
      ],
      onCreate,
    ),
    text('Checksum', 'Checksum', 50, readOnly),
    owner(['User']),
    ...stampFields,
  ]),
  {
    ...standardObject('ContentDocument', 'Content Document', '069', { ...everything, createable: false }, [
      idField,
      owner(['User']),
      deleted,
      text('Title', 'Title', 255, { nameField: true, nillable: false }),
      reference('LatestPublishedVersionId', 'Latest Published Version ID', ['ContentVersion'], readOnly),
      text('Description', 'Description', 1000),
      whole('ContentSize', 'Size'),
      text('FileType', 'File Type', 20, readOnly),
      text('FileExtension', 'File Extension', 40, readOnly),
      ...stampFields,
    ]),
    childRelationships: [
      own('ContentVersion', 'ContentDocumentId', 'ContentVersions'),
      own('ContentDocumentLink', 'ContentDocumentId', 'ContentDocumentLinks'),
    ],
  },
  standardObject('ContentDocumentLink', 'Content Document Link', '06A', everything, [
    idField,
    reference('LinkedEntityId', 'Linked Entity ID', [...parents, 'User'], { ...onCreate, nillable: false }),
    reference('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], { ...onCreate, nillable: false }),
    deleted,
    ...stampFields.filter(({ name }) => name === 'SystemModstamp'),
    picklist('ShareType', 'Share Type', [
      ['V', 'Viewer'],
      ['C', 'Collaborator'],
      ['I', 'Inferred'],
    ]),
    picklist('Visibility', 'Visibility', [
      ['AllUsers', 'All Users'],
      ['InternalUsers', 'Standard Users'],
      ['SharedUsers', 'Shared Users'],
    ]),
  ]),
];
