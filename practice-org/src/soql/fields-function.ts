import { ApiError } from '../api-error.ts';
import type { ViewField } from '../metadata/profile-view.ts';
import type { SelectItem, SoqlQuery } from './ast.ts';
import type { Scope } from './scope.ts';
import { malformed } from './soql-error.ts';

/** FIELDS(ALL|STANDARD|CUSTOM) becomes the fields it means. */
export function expandFields(item: SelectItem, scope: Scope, query: SoqlQuery): SelectItem[] {
  if (item.kind !== 'value' || item.operand.kind !== 'call' || item.operand.name !== 'fields') return [item];
  const [argument] = item.operand.arguments;
  const group = argument?.kind === 'path' ? argument.names[0]?.toLowerCase() : undefined;
  if (group !== 'all' && group !== 'standard' && group !== 'custom')
    throw malformed('Invalid argument for FIELDS function');
  if (group !== 'standard' && (query.limit === undefined || query.limit > 200))
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  const wanted = (field: ViewField) => group === 'all' || (group === 'custom') === field.describe.custom;
  const { at } = item.operand;
  const fields = scope.object.fields.filter(wanted);
  mustNotRepeat(query, fields);
  return fields.map(({ name }) => ({ kind: 'value', operand: { kind: 'path', names: [name], at }, alias: undefined }));
}

function mustNotRepeat(query: SoqlQuery, fields: ViewField[]): void {
  for (const item of query.select) {
    if (item.kind !== 'value' || item.operand.kind !== 'path' || item.operand.names.length > 1) continue;
    const name = item.operand.names[0] as string;
    const repeated = fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
    if (repeated) throw new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${repeated.name}`);
  }
}
