import type { Queryable } from '../database.ts';

/** Whose days, weeks and years a query counts in, and how it writes what FORMAT asks for. */
export interface Calendar {
  userId: string;
  timeZone: string;
  /** As Salesforce writes it: `en_US`. */
  locale: string;
  /** Of the fiscal year: 1 is January. */
  fiscalStartMonth: number;
  /** A fiscal year is named after the year it starts in, not the one it ends in. */
  namedByStart: boolean;
}

export async function calendarOf(database: Queryable, userId: string): Promise<Calendar> {
  const { rows } = await database.query(
    `select u."TimeZoneSidKey" as zone, u."LocaleSidKey" as locale, o."FiscalYearStartMonth" as month, o."UsesStartDateAsFiscalYearName" as named
       from org."User" u, org."Organization" o where u."Id" = $1`,
    [userId],
  );
  const { zone, locale, month, named } = rows[0] ?? {};
  return {
    userId,
    timeZone: zone ?? 'UTC',
    locale: locale ?? 'en_US',
    fiscalStartMonth: month ?? 1,
    namedByStart: named ?? false,
  };
}

/** The day it is there, as midnight UTC: dates are counted without regard to offsets. */
export function today(calendar: Pick<Calendar, 'timeZone'>, now: Date): Date {
  const text = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.timeZone }).format(now);
  return new Date(`${text}T00:00:00Z`);
}

/** 0 is Sunday. */
export function firstDayOfWeek({ locale }: Pick<Calendar, 'locale'>): number {
  const region = new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & { getWeekInfo(): { firstDay: number } };
  return region.getWeekInfo().firstDay % 7;
}

/** A value as FORMAT shows it in the user's locale and time zone. */
export function formatted({ locale, timeZone }: Calendar, value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  const language = locale.replaceAll('_', '-');
  switch (type) {
    case 'date':
      return new Intl.DateTimeFormat(language, { timeZone: 'UTC' }).format(new Date(`${value}T00:00:00Z`));
    case 'datetime':
      return new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'short', timeStyle: 'short' })
        .format(value as Date)
        .replaceAll('\u202f', ' ');
    case 'currency':
      return new Intl.NumberFormat(language, { style: 'currency', currency: 'USD' }).format(Number(value));
    case 'percent':
      return `${new Intl.NumberFormat(language).format(Number(value))}%`;
    case 'int':
    case 'double':
      return new Intl.NumberFormat(language).format(Number(value));
    default:
      return value;
  }
}
