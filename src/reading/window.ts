import type { TimeContext } from '../core/flow/readers.ts';
import type { Hours } from '../core/guide.ts';
import { addDays, compareDays, type Day, WEEKDAYS, weekdayOf } from './calendar.ts';
import { laterHalf, type Stretch } from './clock.ts';
import type { Days } from './days.ts';

/** When a visitor could come. `rivals`: other days that the same words may mean. */
export interface Window {
  readonly days: Days | null;
  readonly time: Stretch | null;
  readonly rivals: readonly Days[];
}

/** What a window is seen against: the clinic's day, minute and hours. */
export interface View extends TimeContext {
  readonly today: Day;
  readonly minute: number;
}

export type Judged =
  | { readonly kind: 'fits'; readonly windows: readonly Window[]; readonly view: View }
  | {
      readonly kind: 'problem';
      readonly code: 'time-past' | 'time-closed' | 'time-unclear';
      readonly windows: readonly Window[];
      /** Each option answers the question alone. */
      readonly options: readonly (readonly Window[])[];
      readonly view: View;
    };

/** Leaves out what cannot be; when nothing is left, says what was wrong with the first. */
export function judge(windows: readonly Window[], view: View): Judged {
  const judged = windows.map((window) => judgeOne(window, view));
  const unclear = judged.find((one) => one.kind === 'problem' && one.code === 'time-unclear');
  if (unclear !== undefined) return unclear;
  const fitting = judged.flatMap((one) => (one.kind === 'fits' ? one.windows : []));
  if (fitting.length > 0) return { kind: 'fits', windows: fitting, view };
  return judged[0] ?? { kind: 'problem', code: 'time-past', windows, options: [], view };
}

/** A window may fit on either of two days and in either half of the day: those are the readings. */
function judgeOne(window: Window, view: View): Judged {
  const readings = [window.days, ...window.rivals].flatMap((days) =>
    halves(window.time).map((time): Window => ({ days, time, rivals: [] })),
  );
  const doubtful = window.time?.open ?? false;
  const troubles = readings.map((reading) => ({
    reading,
    trouble: troubleWith(reading, view, doubtful),
  }));
  const good = troubles.filter(({ trouble }) => trouble === null).map(({ reading }) => reading);
  const [only] = good;
  if (only !== undefined && good.length === 1) return { kind: 'fits', windows: [only], view };
  if (good.length > 1) {
    const options = good.map((reading) => [reading]);
    return { kind: 'problem', code: 'time-unclear', windows: [window], options, view };
  }
  // Nobody means six in the morning: the half of the day that is likelier is read back.
  const early = doubtful && (window.time?.from ?? 0) < 7 * 60;
  const told = early ? troubles.at(-1) : troubles[0];
  const reading = told === undefined ? [] : [told.reading];
  return {
    kind: 'problem',
    code: told?.trouble ?? 'time-past',
    windows: reading,
    options: [],
    view,
  };
}

function halves(time: Stretch | null): readonly (Stretch | null)[] {
  return time?.open ? [{ ...time, open: false }, laterHalf(time)] : [time];
}

/** With `doubtful`, which half of the day is meant is only taken from hours that hold it all. */
function troubleWith(
  { days, time }: Window,
  view: View,
  doubtful: boolean,
): 'time-past' | 'time-closed' | null {
  if (days?.kind === 'date' && isPast(days.day, time, view)) return 'time-past';
  if (days?.kind === 'week' && compareDays(addDays(days.monday, 6), view.today) < 0)
    return 'time-past';
  const hours = view.hours;
  if (hours === null) return null;
  const open = weekdaysOf(days).some((weekday) => {
    const day = WEEKDAYS[weekday];
    return day !== undefined && overlaps(hours[day], time, doubtful);
  });
  return open ? null : 'time-closed';
}

function isPast(day: Day, time: Stretch | null, { today, minute }: View): boolean {
  const order = compareDays(day, today);
  return order < 0 || (order === 0 && time !== null && time.to <= minute);
}

function weekdaysOf(days: Days | null): readonly number[] {
  if (days === null || days.kind === 'week') return [0, 1, 2, 3, 4, 5, 6];
  if (days.kind === 'weekdays') return [0, 1, 2, 3, 4];
  if (days.kind === 'weekend') return [5, 6];
  if (days.kind === 'every') return [days.weekday];
  return [weekdayOf(days.kind === 'date' ? days.day : days.days[0])];
}

/** Open for any part of the stretch; a plain time must lie within the hours. */
function overlaps(hours: Hours, time: Stretch | null, doubtful: boolean): boolean {
  return hours.some(([open, close]) => {
    if (time === null) return true;
    const [from, to] = [minuteOf(open), minuteOf(close)];
    if (doubtful && time.kind !== 'until' && time.from < from) return false;
    if (doubtful && time.kind !== 'from' && time.kind !== 'at' && time.to > to) return false;
    if (time.kind === 'at') return from <= time.from && time.from < to;
    return time.from < to && from < time.to;
  });
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
