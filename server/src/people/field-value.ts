import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import type { Field } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';

/** A value as an API or CLI client gives it, checked and written so that PostgreSQL can cast it; blank is null. */
export function fieldValue(field: Pick<Field, 'name' | 'type'>, given: unknown): string | null {
  if (given === null || given === undefined || given === '') return null;
  const text = typeof given === 'string' ? given : typeof given === 'object' ? JSON.stringify(given) : String(given);
  if (text.includes('\0')) refuse(field, text, told`It has to be text without the character U+0000.`);
  const check = checks[field.type];
  if (check && !check.fits(text.trim())) refuse(field, text, check.wanted);
  return check ? text.trim() : text;
}

interface Check {
  wanted: Told;
  fits(text: string): boolean;
}

const integer: Check = { wanted: told`It has to be a whole number.`, fits: (text) => /^[+-]?\d{1,18}$/.test(text) };
const number: Check = {
  wanted: told`It has to be a number.`,
  fits: (text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(text),
};

const checks: Partial<Record<Field['type'], Check>> = {
  boolean: { wanted: told`It has to be true or false.`, fits: (text) => /^(true|false)$/i.test(text) },
  integer,
  score: integer,
  float: number,
  currency: number,
  percent: number,
  date: {
    wanted: told`It has to be a date such as 2026-01-31.`,
    fits: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(text),
  },
  datetime: {
    wanted: told`It has to be a date and time with zone, such as 2026-01-31T09:00:00Z.`,
    fits: (text) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) && isDay(text.slice(0, 10)),
  },
  time: {
    wanted: told`It has to be a time such as 09:00:00.`,
    fits: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?$/.test(text),
  },
};

/** 2026-02-30 parses in JavaScript as the second of March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function refuse(field: Pick<Field, 'name'>, text: string, wanted: Told): never {
  throw new LockstepError('request/invalid', [told`${field.name}: "${text.slice(0, 100)}" does not fit.`, wanted]);
}
