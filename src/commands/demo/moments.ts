import { localTime, weekdayOf } from '../../reading/calendar.ts';
import type { Chance } from './chance.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How busy each weekday is beside the others, from Monday. */
const WEEKDAYS = [1, 0.9, 0.8, 0.75, 0.6, 0.45, 0.85];
/** How busy each hour is: on the way to work, at lunch, and most of all in the evening. */
const HOURS = [
  1, 0.5, 0.3, 0.2, 0.3, 1, 3, 6, 7, 6, 5, 5, 8, 7, 5, 5, 6, 7, 8, 10, 11, 9, 5, 2,
].map((share) => share / 11);

/**
 * `count` moments between two others, in order: as many in each hour as patients of a clinic would
 * write in it, by the clinic's own clock, and somewhat more as the chat becomes known.
 */
export function drawMoments(
  chance: Chance,
  count: number,
  from: number,
  until: number,
  timeZone: string,
): readonly number[] {
  const moments: number[] = [];
  while (moments.length < count) {
    const at = Math.floor(chance.between(from, until));
    const known = 0.7 + (0.3 * (at - from)) / (until - from);
    if (chance.happens(known * busy(at, timeZone))) moments.push(at);
  }
  return moments.sort((one, other) => one - other);
}

/** From 0 to 1. */
function busy(at: number, timeZone: string): number {
  const { today, minute } = localTime(at, timeZone);
  return (WEEKDAYS[weekdayOf(today)] ?? 0) * (HOURS[Math.floor(minute / 60)] ?? 0);
}

/** The next moment from `at` on at which somebody works: on weekdays, from 8 to 6. */
export function workingTime(at: number, timeZone: string): number {
  for (let moment = Math.floor(at); ; moment += 30 * MINUTE) {
    const { today, minute } = localTime(moment, timeZone);
    if (weekdayOf(today) < 5 && minute >= 8 * 60 && minute < 18 * 60) return moment;
  }
}
