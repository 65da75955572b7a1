import * as chrono from 'chrono-node';
import { addDays, compareDays, type Day, exists, weekdayOf } from './calendar.ts';

/** Days as a visitor names them. `either`: the words fit two days, and it must be asked which. */
export type Days =
  | { readonly kind: 'date'; readonly day: Day }
  | { readonly kind: 'either'; readonly days: readonly [Day, Day] }
  /** Any such weekday, 0 for Monday to 6 for Sunday. */
  | { readonly kind: 'every'; readonly weekday: number }
  | { readonly kind: 'weekdays' }
  | { readonly kind: 'weekend' }
  | { readonly kind: 'week'; readonly monday: Day };

export interface Today {
  readonly today: Day;
  /** The time as UTC and the zone's minutes from it, for the date reader. */
  readonly instant: Date;
  readonly offset: number;
  readonly monthFirst: boolean;
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WEEKDAY =
  /\b(any|every|each|all|next|this|coming|last|on|past)?\s*(mon(?:day)?|tue(?:sday|s)?|wed(?:nesday|s)?|thu(?:rsday|rs|r)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(s)?\b(?:\s+(next week|this week))?/;
const NUMBERED = /\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b/;

const NAME = 'mon|tue|wed|thu|fri|sat|sun';
const SPAN = new RegExp(
  String.raw`\b(${NAME})[a-z]*\s*(?:to|-|till?|until|through)\s*(${NAME})[a-z]*\b`,
  'g',
);

/** "Monday to Wednesday" as "mon, tue, wed". */
export function spelledOut(text: string): string {
  return text.replace(SPAN, (_, first: string, last: string) => {
    const [from, to] = [NAMES.indexOf(first), NAMES.indexOf(last)];
    const count = ((to - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, ahead) => NAMES[(from + ahead) % 7]).join(', ');
  });
}

/** The days named in a clause of lower-case English words, or null. */
export function readDays(text: string, now: Today): Days | null {
  return (
    readDate(text, now) ??
    readRelative(text, now) ??
    readWeekday(text, now) ??
    readNumbered(text, now)
  );
}

/** Days with a month and all that chrono-node knows; months and years left out come from today. */
function readDate(text: string, now: Today): Days | null {
  const parser = now.monthFirst ? chrono.en.casual : chrono.en.GB;
  const reference = { instant: now.instant, timezone: now.offset };
  const results = parser.parse(text, reference, { forwardDate: true });
  const dated = results.find(
    ({ start, text: words }) => start.isCertain('day') && !/week|^now$/.test(words),
  );
  if (dated === undefined) return null;
  const { start } = dated;
  const day = {
    year: start.get('year') ?? now.today.year,
    month: start.get('month') ?? now.today.month,
    day: start.get('day') ?? now.today.day,
  };
  return { kind: 'date', day };
}

function readRelative(text: string, { today }: Today): Days | null {
  const monday = addDays(today, -weekdayOf(today));
  if (WEEKDAY.test(text.replace(/\bweek ?days?\b|\bweek ?ends?\b/g, ''))) return null;
  if (/\bweek ?days?\b|\bworking days?\b/.test(text)) return { kind: 'weekdays' };
  if (/\bweek ?ends?\b/.test(text)) return { kind: 'weekend' };
  if (/\bnext week\b|\bweek after\b/.test(text))
    return { kind: 'week', monday: addDays(monday, 7) };
  if (/\bthis week\b/.test(text)) return { kind: 'week', monday };
  return null;
}

/**
 * "Tuesday" is the coming one; said on a Tuesday, or as "next Tuesday", it may be one of two.
 * "Tuesdays" and "any Tuesday" are every one.
 */
function readWeekday(text: string, { today }: Today): Days | null {
  const match = WEEKDAY.exec(text);
  if (match === null) return null;
  const [, before, name = '', plural, week] = match;
  const weekday = NAMES.indexOf(name.slice(0, 3));
  if (plural !== undefined || /^(any|every|each|all)$/.test(before ?? ''))
    return { kind: 'every', weekday };
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  const coming = addDays(today, ahead);
  if (before === 'last' || before === 'past') return { kind: 'date', day: addDays(coming, -7) };
  if (week === 'this week')
    return { kind: 'date', day: addDays(today, weekday - weekdayOf(today)) };
  if (week === 'next week' || /\bnext week\b/.test(text)) {
    return { kind: 'date', day: addDays(today, weekday - weekdayOf(today) + 7) };
  }
  if (ahead === 0 && before === 'next') return { kind: 'date', day: addDays(today, 7) };
  const doubtful = before === 'next' || (ahead === 0 && before !== 'this');
  if (!doubtful) return { kind: 'date', day: coming };
  return { kind: 'either', days: [coming, addDays(coming, 7)] };
}

/** "The 24th": of this month, or of the next month that has one from today on. */
function readNumbered(text: string, { today }: Today): Days | null {
  const day = Number(NUMBERED.exec(text)?.[1] ?? 0);
  if (day < 1 || day > 31) return null;
  for (let ahead = 0; ahead < 12; ahead++) {
    const month = ((today.month - 1 + ahead) % 12) + 1;
    const year = today.year + Math.floor((today.month - 1 + ahead) / 12);
    const found = { year, month, day };
    if (exists(found) && compareDays(found, today) >= 0) return { kind: 'date', day: found };
  }
  return null;
}
