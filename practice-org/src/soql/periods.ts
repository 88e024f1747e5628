import { type Calendar, firstDayOfWeek, today } from './calendar.ts';

/** The days from `start` up to, not including, `end`, as midnights UTC. */
export interface Period {
  start: Date;
  end: Date;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const fixed: Record<string, [Unit, number, number]> = {
  today: ['day', 0, 1],
  yesterday: ['day', -1, 0],
  tomorrow: ['day', 1, 2],
  last_90_days: ['day', -90, 1],
  next_90_days: ['day', 1, 91],
};

/** What a date literal such as THIS_MONTH or LAST_N_DAYS:7 means on a given day; undefined when there is no such literal. */
export function periodOf(name: string, count: number, now: Date, calendar: Calendar): Period | undefined {
  const fiscal = /fiscal_(quarter|year)/.test(name);
  const [unit, from, to] = fixed[name] ?? relative(fiscal ? name.replace('fiscal_', '') : name, count) ?? [];
  if (!unit) return undefined;
  const firstMonth = fiscal ? calendar.fiscalStartMonth - 1 : 0;
  const start = startOf(unit, today(calendar, now), firstMonth, firstDayOfWeek(calendar));
  return { start: shift(start, unit, from as number), end: shift(start, unit, to as number) };
}

function relative(name: string, n: number): [Unit, number, number] | undefined {
  const match =
    /^(?<which>this|last|next)_(?<unit>week|month|quarter|year)$/.exec(name) ??
    /^(?<which>last_n|next_n|n)_(?<unit>day|week|month|quarter|year)s(?<ago>_ago)?$/.exec(name);
  const unit = match?.groups?.unit as Unit | undefined;
  if (!unit) return undefined;
  switch (match?.groups?.which) {
    case 'this':
      return [unit, 0, 1];
    case 'last':
      return [unit, -1, 0];
    case 'next':
      return [unit, 1, 2];
    case 'last_n':
      // Days count up to and including today; longer units end before the current one.
      return [unit, -n, unit === 'day' ? 1 : 0];
    case 'next_n':
      return [unit, 1, n + 1];
    default:
      return [unit, -n, 1 - n];
  }
}

function startOf(unit: Unit, day: Date, firstMonth: number, firstWeekday: number): Date {
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  switch (unit) {
    case 'day':
      return utc(year, month, date);
    case 'week':
      return utc(year, month, date - ((day.getUTCDay() - firstWeekday + 7) % 7));
    case 'month':
      return utc(year, month, 1);
    case 'quarter':
      return utc(year, month - ((month - firstMonth + 12) % 3), 1);
    case 'year':
      return utc(year, month - ((month - firstMonth + 12) % 12), 1);
  }
}

function shift(start: Date, unit: Unit, by: number): Date {
  const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
  switch (unit) {
    case 'day':
      return utc(year, month, day + by);
    case 'week':
      return utc(year, month, day + 7 * by);
    case 'month':
      return utc(year, month + by, 1);
    case 'quarter':
      return utc(year, month + 3 * by, 1);
    case 'year':
      return utc(year + by, month, 1);
  }
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month, day));
}
