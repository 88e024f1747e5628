import { ApiError } from '../api-error.ts';

const before = 32;
const after = 40;

/** A refusal that shows the place in the query: a snippet, a caret under the spot, row and column, then the message. */
export function soqlError(soql: string, at: number, errorCode: string, message: string): ApiError {
  const lineStart = soql.lastIndexOf('\n', at - 1) + 1;
  const row = soql.slice(0, at).split('\n').length;
  const column = at - lineStart;
  const start = Math.max(lineStart, at - before);
  const lineEnd = soql.indexOf('\n', at) < 0 ? soql.length : soql.indexOf('\n', at);
  const snippet = soql.slice(start, Math.min(lineEnd, at + after));
  const caret = ' '.repeat(at - start);
  return new ApiError(400, errorCode, `\n${snippet}\n${caret}^\nERROR at Row:${row}:Column:${column + 1}\n${message}`);
}

const advice = 'Please reference your WSDL or the describe call for the appropriate names.';

export function noSuchColumn(soql: string, at: number, column: string, entity: string): ApiError {
  const message = `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${advice}`;
  return soqlError(soql, at, 'INVALID_FIELD', message);
}

export function noSuchRelationship(soql: string, at: number, relationship: string, entity: string): ApiError {
  const message = `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${advice}`;
  return soqlError(soql, at, 'INVALID_FIELD', message.replace('$entity', entity));
}

export function noSuchObject(soql: string, at: number, object: string): ApiError {
  const message = `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${advice}`;
  return soqlError(soql, at, 'INVALID_TYPE', message);
}

export function malformed(message: string): ApiError {
  return new ApiError(400, 'MALFORMED_QUERY', message);
}
