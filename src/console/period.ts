import { addDays, compareDays, type Day, isoDay, localTime } from '../reading/calendar.ts';
import type { Span } from '../storage/insights-store.ts';
import { clinicTime } from './parts/when.ts';

/** Days on the clinic's calendar, and as many just before them. */
export interface Period {
  /** Which of the usual lengths it is; null for days of one's own. */
  readonly usual: (typeof USUAL)[number] | null;
  /** Days in it. */
  readonly count: number;
  /** First moments of the days before and of its own, and when the last one ends: 2 × count + 1. */
  readonly boundaries: readonly number[];
  readonly now: Span;
  readonly before: Span;
}

export const USUAL = [7, 30, 90] as const;
const MINUTES = 1_440;
/** A year and a day: longer would be slow, and the chart unreadable. */
const LONGEST = 366;

/** `from` and `until` (both included) as dates, or `days` up to today; 30 days without either. */
export function readPeriod(query: URLSearchParams, at: number, timeZone: string): Period {
  const { today } = localTime(at, timeZone);
  const from = readDay(query.get('from'), timeZone);
  const until = readDay(query.get('until'), timeZone);
  if (from === null && until === null) {
    const usual = USUAL.find((days) => String(days) === query.get('days')) ?? 30;
    return periodOf(today, usual, usual, timeZone);
  }
  const last = until === null || compareDays(until, today) > 0 ? today : until;
  const days = from === null ? 30 : compareDays(last, from) / MINUTES + 1;
  return periodOf(last, Math.min(LONGEST, Math.max(1, days)), null, timeZone);
}

function readDay(text: string | null, timeZone: string): Day | null {
  const at = clinicTime(timeZone).fromInput(text?.slice(0, 10) ?? '');
  return at === null ? null : localTime(at, timeZone).today;
}

function periodOf(last: Day, count: number, usual: Period['usual'], timeZone: string): Period {
  const { fromInput } = clinicTime(timeZone);
  const boundaries = Array.from({ length: 2 * count + 1 }, (_, index) => {
    return fromInput(isoDay(addDays(last, index + 1 - 2 * count))) ?? 0;
  });
  const moment = (index: number) => boundaries[index] ?? 0;
  return {
    usual,
    count,
    boundaries,
    now: { from: moment(count), until: moment(2 * count) },
    before: { from: moment(0), until: moment(count) },
  };
}
