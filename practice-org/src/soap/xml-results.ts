import type { Problem } from '../api-error.ts';
import { nil, type XmlElement } from '../identity/soap/soap-envelope.ts';
import type { SaveResult } from '../records/save.ts';

/** SaveResult, DeleteResult and their like; an upsert's begins with `created`. */
export function saveResult({ id, success, created, errors }: SaveResult): XmlElement {
  return {
    ...(created !== undefined && { created }),
    ...(errors.length > 0 && { errors: errors.map(errorElement) }),
    id: id ?? nil,
    success,
  };
}

export function errorElement({ fields, message, statusCode }: Problem): XmlElement {
  return { ...(fields.length > 0 && { fields }), message, statusCode };
}
