import type { FunctionCall, Operand } from './ast.ts';
import type { Scope } from './scope.ts';
import { soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

const radius: Record<string, number> = { mi: 3958.8, km: 6371 };

/** DISTANCE(field, GEOLOCATION(latitude, longitude), 'mi' or 'km'): along the surface of the earth, by the haversine formula. */
export function distance(scope: Scope, call: FunctionCall): Value {
  const [place, other, unit] = call.arguments;
  const measure = unit?.kind === 'constant' ? radius[unit.value.toLowerCase()] : undefined;
  if (place?.kind !== 'path' || !other || !measure)
    throw wrong(scope, call, 'Invalid arguments for function: DISTANCE');
  const [latitude, longitude] = coordinatesOf(scope, place);
  const [toLatitude, toLongitude] = coordinatesOf(scope, other);
  const halfSine = (from: string, to: string) => `power(sind((${to} - ${from}) / 2), 2)`;
  const sql =
    `(${2 * measure} * asin(sqrt(least(1, ${halfSine(latitude, toLatitude)} + ` +
    `cosd(${latitude}) * cosd(${toLatitude}) * ${halfSine(longitude, toLongitude)}))))`;
  return { sql, type: 'double', resolved: undefined };
}

function coordinatesOf(scope: Scope, operand: Operand): [string, string] {
  if (operand.kind === 'path') return columnsOf(scope, operand.names, operand.at);
  if (operand.kind === 'call' && operand.name === 'geolocation') {
    const values = operand.arguments.map((argument) =>
      argument.kind === 'constant' ? Number(argument.value) : Number.NaN,
    );
    const [latitude, longitude] = values.map((value) => `${value}::float8`);
    if (values.length === 2 && values.every(Number.isFinite) && latitude && longitude) return [latitude, longitude];
  }
  throw wrong(scope, operand, 'Invalid arguments for function: GEOLOCATION');
}

/** A geolocation field's two numbers, or those of an address. */
function columnsOf(scope: Scope, names: string[], at: number): [string, string] {
  const { field } = scope.resolve({ kind: 'path', names, at });
  const sibling = (name: string) =>
    `${scope.resolve({ kind: 'path', names: [...names.slice(0, -1), name], at }).sql}::float8`;
  const { name } = field;
  if (field.describe.type === 'location') {
    const stem = name.replace(/__c$/, '');
    return [sibling(`${stem}__Latitude__s`), sibling(`${stem}__Longitude__s`)];
  }
  if (field.describe.type !== 'address') throw wrong(scope, { at }, `field '${name}' is not a geolocation field`);
  const stem = name.replace(/Address$/, '');
  return [sibling(`${stem}Latitude`), sibling(`${stem}Longitude`)];
}

function wrong(scope: Scope, { at }: { at: number }, message: string) {
  return soqlError(scope.context.soql, at, 'MALFORMED_QUERY', message);
}
