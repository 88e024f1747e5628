import type { Told } from '@lockstep/contract/common.ts';
import type { FastifyError } from 'fastify';
import { LockstepError } from '../errors.ts';
import { original, told } from '../told.ts';

/** What a schema demands, as the validator names it. */
type Demands = Record<string, unknown>;

/** A request that its schema does not allow, by the first thing that is wrong: `email must match format "email".` */
export function invalidRequest(error: FastifyError): LockstepError {
  const first = error.validation?.[0];
  const path = (first?.instancePath ?? '').split('/').filter(Boolean).join('.');
  const place = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'request');
  const words = first ? problemOf(first.keyword, path || place, first.params) : null;
  return new LockstepError('request/invalid', words ?? original(`${path || place} ${first?.message}.`), {
    cause: error,
  });
}

function problemOf(keyword: string, what: string, params: Demands): Told | null {
  const value = (name: string) => String(params[name]);
  switch (keyword) {
    case 'required':
      return told`${missing(what, params)} is missing.`;
    case 'additionalProperties':
      return told`${what} must not have additional properties.`;
    case 'enum':
    case 'const':
    case 'anyOf':
      return told`${what} must be equal to one of the allowed values.`;
    case 'format':
      return told`${what} must match format "${value('format')}".`;
    case 'pattern':
      return told`${what} must match pattern "${value('pattern')}".`;
    case 'type':
      return told`${what} must be ${[params.type].flat().join(' or ')}.`;
    case 'minLength':
      return told`${what} must not have fewer than ${value('limit')} characters.`;
    case 'maxLength':
      return told`${what} must not have more than ${value('limit')} characters.`;
    case 'minItems':
      return told`${what} must not have fewer than ${value('limit')} items.`;
    case 'maxItems':
      return told`${what} must not have more than ${value('limit')} items.`;
    case 'uniqueItems':
      return told`${what} must not have duplicate items.`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return told`${what} must be ${value('comparison')} ${value('limit')}.`;
    default:
      return null;
  }
}

const places = ['body', 'query', 'params', 'headers'];

/** `password`, or `rules.0.name` within a list. */
function missing(what: string, { requiredProperties }: Demands): string {
  const [name] = [requiredProperties].flat();
  return places.includes(what) ? String(name) : `${what}.${name}`;
}
