import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../api-error.ts';
import { nil, type Xml, type XmlElement } from '../../identity/soap/soap-envelope.ts';
import { SoapFault } from '../../identity/soap/soap-fault.ts';
import { isAdministrator } from '../../metadata/administrators.ts';
import { alterField, createField, deleteField } from '../../metadata/custom-fields.ts';
import { alterObject, createObject, deleteObject } from '../../metadata/custom-objects.ts';
import { alterRecordType, createRecordType } from '../../metadata/record-types.ts';
import { renameObject } from '../../metadata/rename-object.ts';
import type { OrgContext } from '../../org-context.ts';
import { checkCount } from '../limits.ts';
import { type RecordCall, recordOperation } from '../record-call.ts';
import { elementsIn, optionalText, textsIn } from '../xml-input.ts';
import { errorElement } from '../xml-results.ts';
import { describeMetadata, listMetadata } from './list-metadata.ts';
import { readFieldElement, readNewField, readObjectElement, splitFullName } from './metadata-input.ts';
import { fieldElement, objectElement } from './metadata-output.ts';
import { readRecordTypeElement, recordTypeElement, splitRecordType } from './record-type-element.ts';
import { standardPicklist } from './standard-picklist.ts';

const most = 10;

/** The Metadata API's calls that need no deployment, for custom fields, custom objects and record types. */
export function registerMetadataOperations(app: FastifyInstance, org: OrgContext): void {
  const operations: Record<string, (call: RecordCall) => Promise<Xml>> = {
    createMetadata: (call) => eachElement(call, (type, element) => create(org, type, element)),
    updateMetadata: (call) => eachElement(call, (type, element) => update(org, type, element)),
    upsertMetadata: (call) => eachElement(call, (type, element) => upsert(org, type, element, call.soap.version)),
    deleteMetadata: (call) =>
      each(
        textsIn(call.soap.parameters, 'fullNames'),
        (name) => name,
        (name) => remove(org, typeOf(call), name),
      ),
    renameMetadata: (call) => rename(org, call),
    readMetadata: (call) => read(org, call),
    listMetadata: (call) => listMetadata(org, call),
    describeMetadata,
  };
  for (const [name, run] of Object.entries(operations))
    app.metadataOperations.set(
      name,
      recordOperation(org, async (call) => {
        if (!(await isAdministrator(org.pool, call.caller.profileId)))
          throw new SoapFault(
            'INSUFFICIENT_ACCESS',
            'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
            'ApiFault',
          );
        return run(call);
      }),
    );
}

function eachElement(call: RecordCall, work: (type: string, element: XmlElement) => Promise<object>): Promise<Xml> {
  const elements = elementsIn(call.soap.parameters, 'metadata');
  const nameOf = (element: XmlElement) => optionalText(element, 'fullName') ?? '';
  return each(elements, nameOf, (element) =>
    work(
      String(element['@type'] ?? '')
        .split(':')
        .at(-1) ?? '',
      element,
    ),
  );
}

/** One after the other; a refused one does not harm the rest. */
async function each<T>(items: T[], nameOf: (item: T) => string, work: (item: T) => Promise<object>): Promise<Xml> {
  checkCount(items.length, most);
  const results: Xml[] = [];
  for (const item of items) {
    const fullName = nameOf(item);
    try {
      results.push({ ...(await work(item)), fullName, success: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { errorCode: statusCode, message } = error;
      results.push({ errors: errorElement({ statusCode, message, fields: [] }), fullName, success: false });
    }
  }
  return results;
}

async function create(org: OrgContext, type: string, element: XmlElement): Promise<object> {
  const kind = supported(type);
  if (kind === 'CustomObject') await createObject(org, readObjectElement(element));
  else if (kind === 'RecordType') {
    const { object, name } = splitRecordType(optionalText(element, 'fullName') ?? '');
    const { label = '', ...definition } = readRecordTypeElement(element);
    await createRecordType(org, object, { ...definition, label, name });
  } else {
    const { object, field } = splitFullName(optionalText(element, 'fullName') ?? '');
    await createField(org, object, readNewField(element, field));
  }
  return {};
}

async function update(org: OrgContext, type: string, element: XmlElement): Promise<object> {
  const kind = supported(type);
  if (kind === 'CustomObject') {
    const { name, label, pluralLabel } = readObjectElement(element);
    await alterObject(org, name, { ...(label && { label }), pluralLabel });
  } else if (kind === 'RecordType') {
    const { object, name } = splitRecordType(optionalText(element, 'fullName') ?? '');
    await alterRecordType(org, object, name, readRecordTypeElement(element));
  } else {
    const { object, field } = splitFullName(optionalText(element, 'fullName') ?? '');
    const { name: _, ...changes } = readFieldElement(element, field);
    await alterField(org, object, field, changes);
  }
  return {};
}

async function upsert(org: OrgContext, type: string, element: XmlElement, version: string): Promise<object> {
  const known = await find(org, supported(type), optionalText(element, 'fullName') ?? '', version);
  await (known ? update : create)(org, type, element);
  return { created: !known };
}

async function remove(org: OrgContext, type: string, fullName: string): Promise<object> {
  const kind = supported(type);
  if (kind === 'RecordType') throw new ApiError(400, 'INVALID_OPERATION', 'Cannot delete record type through API');
  if (kind === 'CustomObject') await deleteObject(org, fullName);
  else {
    const { object, field } = splitFullName(fullName);
    await deleteField(org, object, field);
  }
  return {};
}

/** The result names what was renamed by its old name, as real orgs answer. */
function rename(org: OrgContext, call: RecordCall): Promise<Xml> {
  const { parameters } = call.soap;
  const newName = optionalText(parameters, 'newFullName') ?? '';
  return each(
    [optionalText(parameters, 'oldFullName') ?? ''],
    (oldName) => oldName,
    async (oldName) => {
      const kind = supported(typeOf(call));
      if (kind === 'RecordType') throw new ApiError(400, 'INVALID_OPERATION', `${kind} cannot be renamed`);
      if (kind === 'CustomObject') await renameObject(org, oldName, newName);
      else {
        const { object, field } = splitFullName(oldName);
        await alterField(org, object, field, { name: splitFullName(newName).field });
      }
      return {};
    },
  );
}

async function read(org: OrgContext, call: RecordCall): Promise<Xml> {
  const type = supported(typeOf(call));
  const names = textsIn(call.soap.parameters, 'fullNames');
  checkCount(names.length, most);
  const found = await Promise.all(names.map((name) => find(org, type, name, call.soap.version)));
  return { records: found.map((element) => (element ? { '@xsi:type': type, ...element } : nil)) };
}

async function find(org: OrgContext, type: Kind, fullName: string, version: string): Promise<XmlElement | undefined> {
  const { objects } = await org.metadata.current();
  if (type === 'CustomObject') {
    const object = objects.get(fullName.toLowerCase());
    return object && objectElement(object);
  }
  const [object = '', name = ''] = fullName.toLowerCase().split('.');
  if (type === 'RecordType') {
    const found = objects.get(object)?.recordTypes.find(({ developerName }) => developerName.toLowerCase() === name);
    return found && recordTypeElement(fullName, found);
  }
  const fields = objects.get(object)?.fields ?? [];
  const field = fields.find((candidate) => candidate.name.toLowerCase() === name);
  if (field?.describe.type === 'picklist' && !field.describe.custom)
    return standardPicklist(org, version, objects.get(object)?.name ?? '', field);
  return field?.describe.custom ? fieldElement(fullName, field, fields) : undefined;
}

function typeOf(call: RecordCall): string {
  return optionalText(call.soap.parameters, 'type') ?? '';
}

type Kind = 'CustomField' | 'CustomObject' | 'RecordType';

function supported(type: string): Kind {
  if (type === 'CustomField' || type === 'CustomObject' || type === 'RecordType') return type;
  throw new ApiError(400, 'INVALID_TYPE', `${type || 'Metadata without a type'} is not supported here`);
}
