/** Objects of the Tooling API; those of the second list are in it alone. */
const shared = ['ApexClass', 'ApexTrigger', 'EntityDefinition', 'FieldDefinition', 'Profile', 'RecordType', 'User'];
const alone = ['CustomField', 'CustomObject'];

export type Api = 'data' | 'tooling';

export function isInApi(api: Api, object: string): boolean {
  if (api === 'data') return !alone.includes(object);
  return shared.includes(object) || alone.includes(object);
}
