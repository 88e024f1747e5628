import type { Problem } from '../api-error.ts';

/** Ends work on one record and undoes what it has written so far; the request goes on with the next one. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly problems: Problem[];

  constructor(...problems: Problem[]) {
    super(problems[0]?.message);
    this.problems = problems;
  }
}

export function refuse(statusCode: string, message: string, ...fields: string[]): Refusal {
  return new Refusal({ statusCode, message, fields });
}

export const noSuchRecord = () => refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
export const recordIsDeleted = () => refuse('ENTITY_IS_DELETED', 'entity is deleted');
export const leadIsConverted = () => refuse('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
export const noAccess = () => refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
