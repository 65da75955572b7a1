import type { Weekday } from '../core/guide.ts';

/** A day of the calendar, without a clock. */
export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The day and the minute of the day in a time zone, and the zone's distance from UTC in minutes. */
export function localTime(
  at: number,
  timeZone: string,
): { today: Day; minute: number; offset: number } {
  const part = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const today = { year: get('year'), month: get('month'), day: get('day') };
  const minute = get('hour') * 60 + get('minute');
  const offset = number(today) - Math.floor(at / 60_000) + minute;
  return { today, minute, offset };
}

/** A format costs more to make than to use, so each zone has one. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** Minutes from 1970 to the beginning of a day, by that day's own clock. */
function number({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day) / 60_000;
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day + count));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: Day): number {
  return (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
}

/** Negative when `one` comes before `other`. */
export function compareDays(one: Day, other: Day): number {
  return number(one) - number(other);
}

/** Whether the calendar has the day: there is no 31 June. */
export function exists(day: Day): boolean {
  return compareDays(addDays(day, 0), day) === 0 && addDays(day, 0).day === day.day;
}

/** "Tuesday 24 November", with the year when it is not this one. */
export function showDay(day: Day, today: Day): string {
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day));
  const year = day.year === today.year ? {} : ({ year: 'numeric' } as const);
  const format = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...year,
  } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(date).replace(',', '');
}

/** "Tuesday" for 1. */
export function showWeekday(weekday: number): string {
  const date = new Date(Date.UTC(1970, 0, 5 + weekday));
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(date);
}

/** ISO 8601, such as `2026-11-24`. */
export function isoDay({ year, month, day }: Day): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
