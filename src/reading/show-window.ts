import type { SlotValue } from '../core/conversation.ts';
import type { TimeWords } from '../core/flow/words.ts';
import { type Day, isoDay, showDay, showWeekday } from './calendar.ts';
import { isoTime, showStretch } from './clock.ts';
import type { Days } from './days.ts';
import type { View, Window } from './window.ts';

/** Windows as one answer. Days that share a time of day share its words. */
export function shownAs(windows: readonly Window[], view: View): SlotValue {
  const { words, today } = view;
  const times = new Set(windows.map(({ time }) => (time === null ? '' : showStretch(time, words))));
  const [time = ''] = times;
  const shown =
    times.size === 1
      ? parts([
          windows
            .map(({ days }) => showDays(days, today, words))
            .filter(Boolean)
            .join(words.or),
          time,
        ])
      : windows.map((window) => showWindow(window, view)).join(words.or);
  return { value: windows.map(isoWindow).join(','), shown };
}

function showWindow({ days, time }: Window, { today, words }: View): string {
  return parts([showDays(days, today, words), time === null ? '' : showStretch(time, words)]);
}

function parts(list: readonly string[]): string {
  return list.filter((part) => part !== '').join(', ');
}

function showDays(days: Days | null, today: Day, words: TimeWords): string {
  switch (days?.kind) {
    case undefined:
      return '';
    case 'date':
      return showDay(days.day, today);
    case 'either':
      return days.days.map((day) => showDay(day, today)).join(words.or);
    case 'every':
      return words.any.replace('{day}', showWeekday(days.weekday));
    case 'weekdays':
      return words.weekdays;
    case 'weekend':
      return words.weekend;
    case 'week':
      return words.week.replace('{day}', showDay(days.monday, today));
  }
}

function isoWindow({ days, time }: Window): string {
  const clock = time === null ? '' : `T${isoTime(time.from)}/${isoTime(time.to)}`;
  return `${isoDays(days)}${clock}`;
}

function isoDays(days: Days | null): string {
  switch (days?.kind) {
    case 'date':
      return isoDay(days.day);
    case 'week':
      return `${isoDay(days.monday)}/P7D`;
    case 'every':
      return `W${days.weekday + 1}`;
    default:
      return days?.kind ?? 'any';
  }
}
