import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FieldDescribe } from './field-describe.ts';
import { fileObjects } from './file-objects.ts';
import { marketingFields } from './marketing-fields.ts';
import type { ObjectDescribe } from './object-describe.ts';
import { streamingObjects } from './streaming-objects.ts';

export const dataFolder = fileURLToPath(new URL('../../data/', import.meta.url));

/** The recorded Account came from an org with features that a plain one lacks. */
const featureFields: Record<string, string[]> = {
  Account: [
    'RecordTypeId',
    'IsPartner',
    'IsCustomerPortal',
    'ChannelProgramName',
    'ChannelProgramLevelName',
    'OperatingHoursId',
  ],
};

const optedOut = ['HasOptedOutOfEmail', 'HasOptedOutOfFax', 'DoNotCall'];

/** The objects of a new org: the recorded describes, Developer Edition's fields, what a marketing set-up adds, files and streams. */
export function loadDescribes(): ObjectDescribe[] {
  const names = readdirSync(`${dataFolder}describe`)
    .filter((file) => !file.startsWith('_'))
    .map((file) => file.replace('.json', ''));
  const others = [...fileObjects, ...streamingObjects];
  const known = [...names, ...others.map(({ name }) => name)];
  return [...names.map((name) => describeOf(name, known)), ...others];
}

function describeOf(name: string, known: string[]): ObjectDescribe {
  const described = readDescribe<ObjectDescribe>(name);
  const optional = extraFields('_optional_standard_fields', name).filter((field) => optedOut.includes(field.name));
  const dropped = featureFields[name] ?? [];
  return {
    ...described,
    fields: [
      ...described.fields.filter((field) => !dropped.includes(field.name)),
      ...optional,
      ...extraFields('_newer_standard_fields', name),
      ...extraFields('_developer_edition_custom_fields', name),
      ...marketingFields(name),
    ],
    childRelationships: described.childRelationships.filter((child) => known.includes(child.childSObject)),
  };
}

function extraFields(file: string, object: string): FieldDescribe[] {
  return readDescribe<{ fields: Record<string, FieldDescribe[]> }>(file).fields[object] ?? [];
}

function readDescribe<T>(name: string): T {
  return JSON.parse(readFileSync(`${dataFolder}describe/${name}.json`, 'utf8')) as T;
}
