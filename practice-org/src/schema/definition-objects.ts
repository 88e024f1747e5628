import { customField } from './custom-field.ts';
import type { FieldDescribe } from './field-describe.ts';

/**
 * EntityDefinition and FieldDefinition: what objects and fields there are, as rows that SOQL can ask for. The DurableId of a
 * custom field has the id that it was made with, and keeps it through a change of its API name.
 * https://developer.salesforce.com/docs/platform/api-tooling/references/tooling-objects/tooling-fielddefinition.html
 */
const text = (name: string, changes: Partial<FieldDescribe> = {}): FieldDescribe =>
  customField(name, labelOf(name), {
    custom: false,
    createable: false,
    updateable: false,
    permissionable: false,
    length: 255,
    byteLength: 765,
    ...changes,
  });
const id = text('Id', { type: 'id', soapType: 'tns:ID', length: 18, byteLength: 18, nillable: false });

const flag = (name: string) =>
  text(name, { type: 'boolean', soapType: 'xsd:boolean', length: 0, byteLength: 0, nillable: false });
const number = (name: string) => text(name, { type: 'int', soapType: 'xsd:int', length: 0, byteLength: 0, digits: 9 });
const instant = (name: string) => text(name, { type: 'datetime', soapType: 'xsd:dateTime', length: 0, byteLength: 0 });
const definition = text('EntityDefinitionId', {
  type: 'reference',
  referenceTo: ['EntityDefinition'],
  relationshipName: 'EntityDefinition',
});
const code = [
  id,
  text('Name', { nameField: true }),
  text('NamespacePrefix'),
  number('ApiVersion'),
  text('Status'),
  flag('IsValid'),
  text('Body'),
  number('LengthWithoutComments'),
  instant('CreatedDate'),
  instant('LastModifiedDate'),
  instant('SystemModstamp'),
];

const objects: Record<string, FieldDescribe[]> = {
  EntityDefinition: [
    id,
    ...['DurableId', 'QualifiedApiName', 'Label', 'DeveloperName', 'PluralLabel', 'KeyPrefix', 'NamespacePrefix'].map(
      (name) => text(name),
    ),
    ...['IsCustomizable', 'IsCustomSetting', 'IsQueryable', 'IsLayoutable', 'IsSearchable', 'IsTriggerable'].map(flag),
  ],
  FieldDefinition: [
    id,
    text('DurableId'),
    definition,
    ...['QualifiedApiName', 'DeveloperName', 'Label', 'NamespacePrefix', 'DataType', 'ValueTypeId'].map((name) =>
      text(name),
    ),
    ...['Length', 'Precision', 'Scale'].map(number),
    ...['IsNillable', 'IsCalculated', 'IsIndexed', 'IsNameField', 'IsPolymorphicForeignKey'].map(flag),
    text('RelationshipName'),
  ],
  CustomObject: [id, text('DeveloperName'), text('NamespacePrefix'), text('ManageableState')],
  CustomField: [
    id,
    text('DeveloperName'),
    text('NamespacePrefix'),
    text('TableEnumOrId'),
    definition,
    text('ManageableState'),
  ],
  ApexClass: code,
  ApexTrigger: [...code, text('TableEnumOrId')],
};

/** Objects that nobody can fill here. */
const emptyViews = ['ApexClass', 'ApexTrigger'].map((name) => {
  const types: Record<string, string> = { boolean: 'boolean', int: 'int', datetime: 'timestamptz' };
  const columns = (objects[name] ?? []).map((field) => `null::${types[field.type] ?? 'text'} as "${field.name}"`);
  return `create or replace view org."${name}" as select ${columns.join(', ')} where false;`;
});

/** A field's type as the set-up pages name it. */
const dataType = `
  case when describe ->> 'calculated' = 'true' then 'Formula (' || initcap(describe ->> 'type') || ')' else
  case describe ->> 'type'
    when 'string' then 'Text(' || (describe ->> 'length') || ')'
    when 'textarea' then case when (describe ->> 'length')::int > 255 then 'Long Text Area(' || (describe ->> 'length') || ')' else 'Text Area(255)' end
    when 'boolean' then 'Checkbox'
    when 'datetime' then 'Date/Time'
    when 'multipicklist' then 'Picklist (Multi-Select)'
    when 'url' then 'URL'
    when 'int' then 'Number(' || (describe ->> 'digits') || ', 0)'
    when 'double' then 'Number(' || size || ')'
    when 'currency' then 'Currency(' || size || ')'
    when 'percent' then 'Percent(' || size || ')'
    when 'reference' then 'Lookup(' || (select string_agg(r, ',') from jsonb_array_elements_text(describe -> 'referenceTo') r) || ')'
    else initcap(describe ->> 'type')
  end end`;

/** Views over the metadata itself, so that they can't go stale, and their describes. Safe to run again. */
export const definitionObjects = `
alter table setup.object add column if not exists id text not null default setup.new_id('01I');
alter table setup.field add column if not exists id text not null default setup.new_id('00N');

create or replace view org."EntityDefinition" as
select name as "Id", name as "DurableId", name as "QualifiedApiName", describe ->> 'label' as "Label",
       regexp_replace(name, '__[ce]$', '') as "DeveloperName", describe ->> 'labelPlural' as "PluralLabel", key_prefix as "KeyPrefix",
       null::text as "NamespacePrefix", coalesce((describe ->> 'layoutable')::boolean, false) as "IsCustomizable",
       false as "IsCustomSetting", (describe ->> 'queryable')::boolean as "IsQueryable",
       coalesce((describe ->> 'layoutable')::boolean, false) as "IsLayoutable",
       coalesce((describe ->> 'searchable')::boolean, false) as "IsSearchable",
       coalesce((describe ->> 'triggerable')::boolean, false) as "IsTriggerable"
  from setup.object where name <> all (array['${Object.keys(objects).join("','")}']);

create or replace view org."FieldDefinition" as
select object || '.' || durable.name as "Id", object || '.' || durable.name as "DurableId", object as "EntityDefinitionId",
       f.name as "QualifiedApiName", regexp_replace(f.name, '__[cs]$', '') as "DeveloperName", describe ->> 'label' as "Label",
       null::text as "NamespacePrefix", ${dataType} as "DataType", describe ->> 'type' as "ValueTypeId",
       (describe ->> 'length')::int as "Length", (describe ->> 'precision')::int as "Precision", (describe ->> 'scale')::int as "Scale",
       (describe ->> 'nillable')::boolean and not required as "IsNillable", (describe ->> 'calculated')::boolean as "IsCalculated",
       (describe ->> 'idLookup')::boolean or (describe ->> 'externalId')::boolean or describe ->> 'type' = 'reference' as "IsIndexed",
       (describe ->> 'nameField')::boolean as "IsNameField", (describe ->> 'polymorphicForeignKey')::boolean as "IsPolymorphicForeignKey",
       describe ->> 'relationshipName' as "RelationshipName"
  from setup.field f
 cross join lateral (select case when (describe -> 'custom')::boolean then left(f.id, 15) else f.name end as name) durable
 cross join lateral (select ((describe ->> 'precision')::int - (describe ->> 'scale')::int) || ', ' || (describe ->> 'scale') as size) sizes
 where object <> all (array['${Object.keys(objects).join("','")}'])
   and (f.name <> 'RecordTypeId' or exists (select from org."RecordType" r where r."SobjectType" = f.object));

create or replace view org."CustomObject" as
select id as "Id", regexp_replace(name, '__c$', '') as "DeveloperName", null::text as "NamespacePrefix", 'unmanaged' as "ManageableState"
  from setup.object where describe -> 'custom' = 'true';

create or replace view org."CustomField" as
select f.id as "Id", regexp_replace(f.name, '__c$', '') as "DeveloperName", null::text as "NamespacePrefix",
       case when o.describe -> 'custom' = 'true' then left(o.id, 15) else o.name end as "TableEnumOrId", o.name as "EntityDefinitionId",
       'unmanaged' as "ManageableState"
  from setup.field f join setup.object o on o.name = f.object
 where f.describe -> 'custom' = 'true' and f.name not like '%\\_\\_s';

${emptyViews.join('\n')}

${Object.entries(objects)
  .map(([name, fields]) => insertObject(name, fields))
  .join('\n')}
`;

function labelOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function insertObject(name: string, fields: readonly FieldDescribe[]): string {
  const describe = {
    name,
    label: labelOf(name),
    labelPlural: `${labelOf(name)}${name.endsWith('s') ? 'es' : 's'}`,
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
