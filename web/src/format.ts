const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** How numbers and moments are written in a locale, and in the time zone of whoever reads them. */
export interface Format {
  count(number: number): string;
  /** Of money, without its currency. */
  amount(number: number): string;
  /** Of money in a currency; without it in an org that has but one. */
  money(number: number, currency: string | null): string;
  /** `Swiss Franc` */
  currencyName(isoCode: string): string;
  /** Of one currency in another. */
  rate(number: number): string;
  /** With one decimal where it has any. */
  average(number: number): string;
  /** `3 minutes ago`, `in 20 seconds` */
  relative(moment: string, now: number): string;
  /** The time of today, the date and time of another day. */
  moment(moment: string, now: number): string;
  date(moment: string): string;
  /** `14:00` */
  timeOfDay(moment: string): string;
  duration(seconds: number): string;
  percent(share: number): string;
}

export function makeFormat(locale: string, timeZone?: string): Format {
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const amounts = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    trailingZeroDisplay: 'stripIfInteger',
  });
  const rates = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const currencyNames = new Intl.DisplayNames(locale, { type: 'currency' });
  const averages = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone });
  const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const dayAndClock = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const inUnit = (unit: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });
  const seconds = inUnit('second', 0);
  const minutes = inUnit('minute', 0);
  const hours = inUnit('hour', 1);

  return {
    count: (number) => counts.format(number),
    amount: (number) => amounts.format(number),
    money(number, currency) {
      if (!currency) return amounts.format(number);
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        trailingZeroDisplay: 'stripIfInteger',
      }).format(number);
    },
    currencyName: (isoCode) => currencyNames.of(isoCode) ?? isoCode,
    rate: (number) => rates.format(number),
    average: (number) => averages.format(number),
    percent: (share) => percents.format(share),
    relative(moment, now) {
      const away = Math.round((Date.parse(moment) - now) / 1000);
      const [unit, size] = units.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1];
      return relative.format(Math.trunc(away / size), unit);
    },
    moment(moment, now) {
      const date = new Date(moment);
      return day.format(date) === day.format(now) ? clock.format(date) : dayAndClock.format(date);
    },
    timeOfDay: (moment) => timeOfDay.format(new Date(moment)),
    date: (moment) => day.format(new Date(moment)),
    duration(length) {
      if (length < 1) return `< ${seconds.format(1)}`;
      if (length < 90) return seconds.format(length);
      if (length < 90 * 60) return minutes.format(length / 60);
      return hours.format(length / 3600);
    },
  };
}
