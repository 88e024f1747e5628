import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../api-error.ts';
import type { ObjectView, ProfileView, ViewField, ViewRecordType } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { controllingValues, valuesIn } from '../schema/dependent-picklist.ts';
import { hasPicklist, picklistValuesFor, recordTypeInfos, recordTypeOf } from './record-type-infos.ts';
import { basePathOf, objectIn, sendJson, viewOf } from './request.ts';

type OfObject = { Params: { object: string } };
type OfRecordType = { Params: { object: string; recordType: string } };
type OfPicklist = { Params: { object: string; recordType: string; field: string } };

/**
 * What the User Interface API tells of an object: its fields, its record types, and the picklist values of a record type.
 * https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_resources_object_info.htm
 */
export function registerObjectInfo(routes: FastifyInstance, org: OrgContext): void {
  const objectOf = async (request: FastifyRequest<OfObject>) =>
    objectIn(await viewOf(org, request), request.params.object);

  routes.get('/ui-api/object-info', async (request, reply) => {
    const base = `${basePathOf(request)}/ui-api/object-info`;
    const objects = shownObjects(await viewOf(org, request)).map(({ name, meta }) => ({
      apiName: name,
      keyPrefix: meta.describe.keyPrefix,
      label: meta.describe.label,
      labelPlural: meta.describe.labelPlural,
      nameFields: nameFields(meta.fields),
      objectInfoUrl: `${base}/${name}`,
    }));
    return sendJson(reply, 200, withETag({ objects: Object.fromEntries(objects.map((one) => [one.apiName, one])) }));
  });

  routes.get<OfObject>('/ui-api/object-info/:object', async (request, reply) =>
    sendJson(reply, 200, withETag(objectInfo(await viewOf(org, request), await objectOf(request)))),
  );

  routes.get<OfRecordType>('/ui-api/object-info/:object/picklist-values/:recordType', async (request, reply) => {
    const object = await objectOf(request);
    const type = knownType(object, request.params.recordType);
    const url = picklistUrl(request, object, request.params.recordType);
    const fields = object.fields.filter(hasPicklist).map((field) => [field.name, picklist(object, field, type, url)]);
    return sendJson(reply, 200, withETag({ picklistFieldValues: Object.fromEntries(fields) }));
  });

  routes.get<OfPicklist>('/ui-api/object-info/:object/picklist-values/:recordType/:field', async (request, reply) => {
    const object = await objectOf(request);
    const type = knownType(object, request.params.recordType);
    const field = object.field(request.params.field);
    if (!field || !hasPicklist(field)) throw notFound();
    return sendJson(reply, 200, picklist(object, field, type, picklistUrl(request, object, request.params.recordType)));
  });
}

const shownObjects = (view: ProfileView) => view.objects().filter(({ meta }) => meta.describe.layoutable === true);

const picklistUrl = (request: FastifyRequest, { name }: ObjectView, recordType: string) =>
  `${basePathOf(request)}/ui-api/object-info/${name}/picklist-values/${recordType}`;

function knownType(object: ObjectView, id: string): ViewRecordType | undefined {
  const type = recordTypeOf(object, id);
  if (type === null) throw notFound();
  return type;
}

/** Dependent values name their controlling values by position. */
function picklist(object: ObjectView, field: ViewField, type: ViewRecordType | undefined, url: string): object {
  const controller = field.describe.controllerName ? object.field(field.describe.controllerName) : undefined;
  const controlling = controller ? controllingValues(controller.describe) : [];
  const values = picklistValuesFor(field, type).map((entry) => ({
    attributes: null,
    label: entry.label,
    preset: entry.defaultValue,
    validFor: controller ? valuesIn(entry.validFor, controlling).map((value) => controlling.indexOf(value)) : [],
    value: entry.value,
  }));
  const bare = values.map(({ preset: _, ...value }) => value);
  return withETag({
    controllerValues: Object.fromEntries(controlling.map((value, i) => [value, i])),
    defaultValue: bare[values.findIndex(({ preset }) => preset)] ?? null,
    url: `${url}/${field.name}`,
    values: bare,
  });
}

function objectInfo(view: ProfileView, object: ObjectView): object {
  const { describe } = object.meta;
  const infos = recordTypeInfos(object);
  const flags = ['custom', 'feedEnabled', 'layoutable', 'mruEnabled', 'queryable', 'searchable'];
  return {
    apiName: object.name,
    childRelationships: describe.childRelationships
      .filter((child) => child.relationshipName && view.object(child.childSObject)?.field(child.field))
      .map(({ childSObject, field, relationshipName }) => ({
        childObjectApiName: childSObject,
        fieldName: field,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName,
      })),
    createable: describe.createable && object.permission.createable,
    ...Object.fromEntries(flags.map((name) => [name, describe[name] ?? false])),
    defaultRecordTypeId: infos.find(({ defaultRecordTypeMapping }) => defaultRecordTypeMapping)?.recordTypeId ?? null,
    deletable: describe.deletable && object.permission.deletable,
    dependentFields: dependentFields(object),
    fields: Object.fromEntries(object.fields.map((field) => [field.name, fieldInfo(view, object, field)])),
    keyPrefix: describe.keyPrefix,
    label: describe.label,
    labelPlural: describe.labelPlural,
    nameFields: nameFields(object.fields),
    recordTypeInfos: Object.fromEntries(
      infos.map(({ active: _, developerName: __, ...info }) => [info.recordTypeId, info]),
    ),
    themeInfo: null,
    updateable: describe.updateable && object.permission.editable,
  };
}

/** A person's name comes in parts; the whole is not written by itself. */
function nameFields(fields: readonly Pick<ViewField, 'name' | 'describe'>[]): string[] {
  return fields
    .filter(({ describe }) => describe.nameField || describe.compoundFieldName === 'Name')
    .map(({ name }) => name);
}

/** Each controlling field with the fields that depend on it, and those that depend on them. */
function dependentFields({ fields }: ObjectView): object {
  const under = (controller: string): object =>
    Object.fromEntries(
      fields.filter(({ describe }) => describe.controllerName === controller).map(({ name }) => [name, under(name)]),
    );
  const roots = fields.filter(
    ({ name, describe }) => !describe.controllerName && fields.some((other) => other.describe.controllerName === name),
  );
  return Object.fromEntries(roots.map(({ name }) => [name, under(name)]));
}

const dataTypes: Record<string, string> = {
  datetime: 'DateTime',
  textarea: 'TextArea',
  multipicklist: 'MultiPicklist',
  encryptedstring: 'EncryptedString',
  combobox: 'ComboBox',
  anytype: 'AnyType',
};

function fieldInfo(view: ProfileView, object: ObjectView, field: ViewField): object {
  const { describe } = field;
  const controllers = describe.controllerName ? [describe.controllerName] : [];
  return {
    apiName: field.name,
    calculated: describe.calculated,
    compound: object.fields.some((other) => other.describe.compoundFieldName === field.name),
    compoundComponentName: describe.compoundFieldName ? field.name : null,
    compoundFieldName: describe.compoundFieldName,
    controllerName: describe.controllerName,
    controllingFields: controllers,
    createable: field.createable,
    custom: describe.custom,
    dataType: dataTypes[describe.type] ?? describe.type.replace(/^./, (letter) => letter.toUpperCase()),
    extraTypeInfo: describe.extraTypeInfo ?? null,
    filterable: describe.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: describe.htmlFormatted ?? false,
    inlineHelpText: describe.inlineHelpText ?? null,
    label: describe.label,
    length: describe.length,
    maskType: null,
    nameField: describe.nameField,
    polymorphicForeignKey: describe.referenceTo.length > 1,
    precision: describe.precision,
    reference: describe.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: describe.referenceTo.map((apiName) => ({
      apiName,
      nameFields: nameFields(view.object(apiName)?.fields ?? []),
    })),
    relationshipName: describe.relationshipName,
    required: field.createable && (field.required || (!describe.nillable && !describe.defaultedOnCreate)),
    scale: describe.scale,
    searchPrefilterable: describe.searchPrefilterable ?? false,
    sortable: describe.sortable,
    unique: describe.unique,
    updateable: field.updateable,
  };
}

function withETag(body: object): object {
  return { eTag: createHash('md5').update(JSON.stringify(body)).digest('hex'), ...body };
}
