import type { SlotValue } from '../core/conversation.ts';
import type { Reading, TimeContext } from '../core/flow/readers.ts';
import type { ProblemCode } from '../core/flow/words.ts';
import { localTime } from './calendar.ts';
import { readStretch, type Stretch } from './clock.ts';
import { type Days, readDays, spelledOut, type Today } from './days.ts';
import { toEnglish } from './english.ts';
import { findPhone } from './phone.ts';
import { shownAs } from './show-window.ts';
import { judge, type Window } from './window.ts';

export interface WhenContext extends TimeContext {
  readonly country: string;
  readonly volunteered: boolean;
}

/** What fits any calendar. */
const SOONEST =
  /\b(?:asap|as soon as (?:possible|you can)|soonest|earliest|first available|straight away|right away|urgently|as early as possible)\b/;
const ANY =
  /\b(?:any ?(?:time|day|slot)|whenever|flexible|any of them|no preference|do not mind|don't mind|dont mind|all week|every day|anything)\b/;

/** A day and a time of day; either may be missing. */
interface Clause {
  readonly days: Days | null;
  readonly time: Stretch | null;
}

/**
 * Reads the days and times that suit a visitor. The value is a list of ISO 8601 ranges in the
 * clinic's time (`2026-11-24T00:00/12:00`), with `W2T…` for every Tuesday; the shown form names
 * each day in full. A day that has passed, a time when the clinic is closed, and words that fit two
 * days are problems, the last with both readings to choose from.
 */
export function readWhen(text: string, context: WhenContext): Reading {
  const english = toEnglish(withoutContact(text, context.country));
  const { today, offset, minute } = localTime(context.at, context.timeZone);
  const monthFirst = context.country === 'US';
  const now: Today = { today, instant: new Date(context.at), offset, monthFirst };
  const clauses = joined(clausesOf(english).map((clause) => readClause(clause, now)));
  if (clauses.length === 0) return readGeneral(english, context);
  if (context.volunteered && clauses.every(({ days }) => days === null || isToday(days, now))) {
    return { kind: 'none' };
  }
  const windows = clauses.flatMap((clause) => windowsOf(clause));
  return toReading(judge(windows, { ...context, today, minute }));
}

function withoutContact(text: string, country: string): string {
  const plain = text.replace(/\S+@\S+/g, ',');
  const phone = findPhone(plain, country);
  return phone === null ? plain : `${plain.slice(0, phone.start)},${plain.slice(phone.end)}`;
}

function readGeneral(english: string, { words, volunteered }: WhenContext): Reading {
  if (volunteered) return { kind: 'none' };
  if (SOONEST.test(english)) return { kind: 'value', value: 'soonest', shown: words.soonest };
  if (ANY.test(english)) return { kind: 'value', value: 'any', shown: words.anyTime };
  return { kind: 'none' };
}

/** "Tuesday or Thursday, after 5" in its parts; "between 2 and 4" stays whole. */
function clausesOf(english: string): readonly string[] {
  return spelledOut(english)
    .replace(/(\d\s*(?:[ap]m)?)\s+and\s+(\d)/g, '$1 to $2')
    .split(/[,;\n&]|\bor\b|\band\b|\/(?!\d)|\balso\b|\bbut not\b.*$/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readClause(clause: string, now: Today): Clause {
  return { days: readDays(clause, now), time: readStretch(clause) };
}

/**
 * Brings days and times together: a time alone belongs to the days before it ("Tuesday, after 5"),
 * days without a time take the next one ("Tuesday or Thursday afternoon").
 */
function joined(clauses: readonly Clause[]): readonly Clause[] {
  const found: Clause[] = [];
  let waiting = 0;
  for (const { days, time } of clauses) {
    if (days === null && time === null) continue;
    if (days !== null) found.push({ days, time });
    if (time === null) {
      waiting++;
      continue;
    }
    for (let back = 1; back <= waiting; back++) {
      const place = found.length - back - (days === null ? 0 : 1);
      const earlier = found[place];
      if (earlier !== undefined) found[place] = { ...earlier, time };
    }
    if (days === null && (waiting === 0 || found.length === 0))
      found.push({ days: lastDays(found), time });
    waiting = 0;
  }
  return found;
}

/** "Tuesday morning or evening": the second time is Tuesday's too. */
function lastDays(found: readonly Clause[]): Days | null {
  return found.at(-1)?.days ?? null;
}

function isToday(days: Days, { today }: Today): boolean {
  return days.kind === 'date' && JSON.stringify(days.day) === JSON.stringify(today);
}

/** One window, or two where the words fit two days. */
function windowsOf({ days, time }: Clause): readonly Window[] {
  if (days?.kind !== 'either') return [{ days, time, rivals: [] }];
  const [first, second] = days.days.map((day): Days => ({ kind: 'date', day }));
  return first === undefined || second === undefined
    ? []
    : [{ days: first, time, rivals: [second] }];
}

type Judged = ReturnType<typeof judge>;

function toReading(judged: Judged): Reading {
  if (judged.kind === 'fits') return { kind: 'value', ...shownAs(judged.windows, judged.view) };
  const options: readonly SlotValue[] = judged.options.map((windows) =>
    shownAs(windows, judged.view),
  );
  const code: ProblemCode = judged.code;
  return { kind: 'problem', code, shown: shownAs(judged.windows, judged.view).shown, options };
}
