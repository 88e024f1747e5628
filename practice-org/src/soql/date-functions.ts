import pg from 'pg';
import type { Calendar } from './calendar.ts';
import type { Value } from './value.ts';

const parts: Record<string, string> = {
  calendar_year: 'year',
  calendar_quarter: 'quarter',
  calendar_month: 'month',
  day_in_month: 'day',
  day_in_year: 'doy',
  hour_in_day: 'hour',
};

const fiscalParts: Record<string, string> = { fiscal_year: 'year', fiscal_quarter: 'quarter', fiscal_month: 'month' };

/**
 * The date functions. They count in UTC unless convertTimezone() brings the user's own time zone in.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_date_functions.htm
 */
export function dateFunction(calendar: Calendar, name: string, { sql, type, resolved }: Value): Value | undefined {
  const number = (text: string): Value => ({ sql: text, type: 'int', resolved: undefined });
  if (parts[name]) return number(`extract(${parts[name]} from ${sql})::int`);
  if (fiscalParts[name]) return number(fiscal(calendar, fiscalParts[name], sql));
  switch (name) {
    case 'day_in_week':
      return number(`(extract(dow from ${sql})::int + 1)`);
    case 'week_in_month':
      return number(`((extract(day from ${sql})::int - 1) / 7 + 1)`);
    case 'week_in_year':
      return number(`((extract(doy from ${sql})::int - 1) / 7 + 1)`);
    case 'day_only':
      return { sql: `(${sql})::date`, type: 'date', resolved: undefined };
    case 'converttimezone':
      return {
        sql: type === 'datetime' ? `(${sql} at time zone ${pg.escapeLiteral(calendar.timeZone)})` : sql,
        type,
        resolved,
      };
    default:
      return undefined;
  }
}

/** The part of a date in a year that starts in another month than January. */
function fiscal({ fiscalStartMonth, namedByStart }: Calendar, part: string, sql: string): string {
  const later = fiscalStartMonth - 1;
  if (later === 0) return `extract(${part} from ${sql})::int`;
  const moved = `extract(${part} from ${sql} - interval '${later} months')::int`;
  return part === 'year' && !namedByStart ? `(${moved} + 1)` : moved;
}
