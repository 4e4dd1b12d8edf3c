const monthNames =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|' +
  'aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,? )?';
const clock = '(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}))?)?';
const ordinal = '(?:st|nd|rd|th)?';

type Parts = Record<string, string | undefined>;

/** `03/04/2020` is 3 April to some readers and 4 March to others, so it is not read as a date. */
const shapes: { pattern: RegExp; read: (parts: Parts) => string | undefined }[] = [
  {
    pattern: new RegExp(
      `(?<!\\d)(?<y>\\d{4})([-/.])(?<m>\\d{1,2})\\2(?<d>\\d{1,2})(?!\\d)${clock}`,
    ),
    read: ({ y, m, d }) => calendarDay(Number(y), Number(m), Number(d)),
  },
  {
    pattern: /(?<!\d)(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})(?!\d)/,
    read: ({ y, m, d }) => calendarDay(Number(y), Number(m), Number(d)),
  },
  {
    pattern: /(?<!\d)(?<a>\d{1,2})([-/])(?<b>\d{1,2})\2(?<y>\d{4})(?!\d)/,
    read: ({ y, a, b }) => eitherOrder(Number(y), Number(a), Number(b)),
  },
  {
    pattern: new RegExp(
      `\\b${weekday}(?<m>${monthNames})\\.? (?<d>\\d{1,2})${ordinal},? (?<y>\\d{4})\\b`,
      'i',
    ),
    read: ({ y, m, d }) => calendarDay(Number(y), monthOf(m), Number(d)),
  },
  {
    pattern: new RegExp(
      `\\b${weekday}(?<d>\\d{1,2})${ordinal}(?: of)?[ -](?<m>${monthNames})\\.?,?[ -](?<y>\\d{4})\\b`,
      'i',
    ),
    read: ({ y, m, d }) => calendarDay(Number(y), monthOf(m), Number(d)),
  },
];

/** A date in a short line of text (`YYYY-MM-DD`), with the text before and after it. */
export interface DateMatch {
  date: string;
  before: string;
  after: string;
}

/** Returns the first date in a usual form that is a day of the calendar. */
export function findDate(text: string): DateMatch | undefined {
  if (!/\d{4}/.test(text)) return undefined;
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(text);
    const date = match?.groups && read(match.groups);
    if (!match || !date) continue;
    const after = text.slice(match.index + match[0].length);
    return { date, before: text.slice(0, match.index), after };
  }
  return undefined;
}

/** Returns the date of a line that contains nothing else, such as `_Released May 3, 2020_`. */
export function dateOfLine(line: string): string | undefined {
  if (line.length > 80) return undefined;
  const found = findDate(line.replace(/[*_`]/g, ' '));
  const around = found?.before.replace(/\b(?:release )?date\b|\breleased?(?: on)?\b/i, '');
  return found && !/[\p{L}\p{N}]/u.test(around + found.after) ? found.date : undefined;
}

/** Returns the date of the `(YYYY-MM-DD)` at the end of an entry. */
export function trailingDate(body: string): string | undefined {
  const [, y, m, d] = /^\((\d{4})-(\d{2})-(\d{2})\)$/.exec(body.trimEnd().slice(-12)) ?? [];
  return calendarDay(Number(y), Number(m), Number(d));
}

function calendarDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 1970 && year < 3000 ? date.toISOString().slice(0, 10) : undefined;
}

function eitherOrder(year: number, first: number, second: number): string | undefined {
  if (first > 12 || first === second) return calendarDay(year, second, first);
  return second > 12 ? calendarDay(year, first, second) : undefined;
}

function monthOf(name = ''): number {
  return 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(name.slice(0, 3).toLowerCase()) / 3 + 1;
}
