import type { DuplicateResult, Problem } from '../api-error.ts';
import { nil, type XmlElement } from '../identity/soap/soap-envelope.ts';
import type { SaveResult } from '../records/save-context.ts';

/** SaveResult, DeleteResult and their like; an upsert's begins with `created`. */
export function saveResult({ id, success, created, errors }: SaveResult): XmlElement {
  return {
    ...(created !== undefined && { created }),
    ...(errors.length > 0 && { errors: errors.map(errorElement) }),
    id: id ?? nil,
    success,
  };
}

export function errorElement({ fields, message, statusCode, duplicate }: Problem): XmlElement {
  return {
    ...(duplicate && { '@xsi:type': 'DuplicateError' }),
    ...(fields.length > 0 && { fields }),
    message,
    statusCode,
    ...(duplicate && { duplicateResult: duplicateElement(duplicate) }),
  };
}

export function duplicateElement({ matchResults, ...result }: DuplicateResult): XmlElement {
  return {
    ...result,
    matchResults: matchResults.map(({ matchRecords, entityType, matchEngine, rule, size, success }) => ({
      entityType,
      matchEngine,
      matchRecords: matchRecords.map(({ matchConfidence, record }) => ({
        matchConfidence,
        record: { '@xsi:type': 'sf:sObject', 'sf:type': record.attributes.type, 'sf:Id': record.Id },
      })),
      rule,
      size,
      success,
    })),
  };
}
