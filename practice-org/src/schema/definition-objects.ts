import { customField } from './custom-field.ts';
import type { FieldDescribe } from './field-describe.ts';

/**
 * EntityDefinition and FieldDefinition: what objects and fields there are, as rows that SOQL can ask for. The DurableId of a
 * custom field has the id that it was made with, and keeps it through a change of its API name.
 * https://developer.salesforce.com/docs/platform/api-tooling/references/tooling-objects/tooling-fielddefinition.html
 */
const text = (name: string, changes: Partial<FieldDescribe> = {}): FieldDescribe =>
  customField(name, name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '), {
    custom: false,
    createable: false,
    updateable: false,
    permissionable: false,
    length: 255,
    byteLength: 765,
    ...changes,
  });
const id = text('Id', { type: 'id', soapType: 'tns:ID', length: 18, byteLength: 18, nillable: false });

const objects: Record<string, FieldDescribe[]> = {
  EntityDefinition: [id, text('DurableId'), text('QualifiedApiName'), text('Label')],
  FieldDefinition: [
    id,
    text('DurableId'),
    text('EntityDefinitionId', {
      type: 'reference',
      referenceTo: ['EntityDefinition'],
      relationshipName: 'EntityDefinition',
    }),
    text('QualifiedApiName'),
    text('DeveloperName'),
    text('Label'),
    text('NamespacePrefix'),
  ],
};

/** Views over the metadata itself, so that they can't go stale, and their describes. Safe to run again. */
export const definitionObjects = `
alter table setup.object add column if not exists id text not null default setup.new_id('01I');
alter table setup.field add column if not exists id text not null default setup.new_id('00N');

create or replace view org."EntityDefinition" as
select name as "Id", name as "DurableId", name as "QualifiedApiName", describe ->> 'label' as "Label"
  from setup.object where name not in ('EntityDefinition', 'FieldDefinition');

create or replace view org."FieldDefinition" as
select object || '.' || durable.name as "Id", object || '.' || durable.name as "DurableId", object as "EntityDefinitionId",
       f.name as "QualifiedApiName", regexp_replace(f.name, '__[cs]$', '') as "DeveloperName", describe ->> 'label' as "Label",
       null::text as "NamespacePrefix"
  from setup.field f
 cross join lateral (select case when (describe -> 'custom')::boolean then left(f.id, 15) else f.name end as name) durable
 where object not in ('EntityDefinition', 'FieldDefinition')
   and (f.name <> 'RecordTypeId' or exists (select from org."RecordType" r where r."SobjectType" = f.object));

${Object.entries(objects)
  .map(([name, fields]) => insertObject(name, fields))
  .join('\n')}
`;

function insertObject(name: string, fields: readonly FieldDescribe[]): string {
  const describe = {
    name,
    label: name.replace('Definition', ' Definition'),
    labelPlural: name.replace('Definition', ' Definitions'),
    keyPrefix: null,
    custom: false,
    createable: false,
    updateable: false,
    deletable: false,
    undeletable: false,
    queryable: true,
    childRelationships: [],
    supportedScopes: [],
    recordTypeInfos: [],
    urls: Object.fromEntries(
      [
        ['rowTemplate', '/{ID}'],
        ['describe', '/describe'],
        ['sobject', ''],
      ].map(([key, end]) => [key, `/services/data/v59.0/sobjects/${name}${end}`]),
    ),
  };
  return `
insert into setup.object (name, describe) values ('${name}', '${JSON.stringify(describe)}') on conflict do nothing;
insert into setup.field (object, name, position, describe)
select '${name}', f.value ->> 'name', f.ordinality, f.value from jsonb_array_elements('${JSON.stringify(fields)}'::jsonb) with ordinality f
on conflict do nothing;`;
}
