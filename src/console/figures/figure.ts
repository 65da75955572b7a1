import type {
  EndingCount,
  FlowTurn,
  ShownCount,
  TimeCount,
  VoteCount,
} from '../../storage/insights-store.ts';
import type { Period } from '../period.ts';

/** Every figure of the page; each has its words in `labels/insights.ts`, and a file of its own. */
export type FigureId =
  | 'questions'
  | 'shares'
  | 'topics'
  | 'rising'
  | 'unanswered'
  | 'votes'
  | 'booking'
  | 'times';

/** How a question can end. */
export type Asked = 'answered' | 'choices' | 'unknown' | 'urgent' | 'refused';

/** What a chart draws a column as; the browser knows its colour and its pattern. */
export type Series =
  | Asked
  | 'now'
  | 'before'
  | 'up'
  | 'down'
  | 'stayed'
  | 'left'
  | 'half'
  | 'nearlyAll';

export interface Column {
  readonly heading: string;
  /** Null for what is in the table only. */
  readonly series: Series | null;
}

export interface Row {
  readonly label: string;
  /** The label in the file, where a machine may read it: a date as ISO 8601. */
  readonly exact?: string;
  readonly href?: string;
  /** One for each column. Null where there is nothing to tell. */
  readonly values: readonly (number | string | null)[];
}

/** One table, and how it is drawn; the same is shown, drawn and taken as a file. */
export interface Figure {
  readonly id: FigureId;
  /**
   * `columns`: a stack for each day; `bars`: from left to right, side by side; `parts`: the same, one
   * behind the other; `lines`; `table`: not drawn.
   */
  readonly chart: 'columns' | 'bars' | 'parts' | 'lines' | 'table';
  /** What the rows are. */
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** The same of the period and of the days before it. */
export interface Both<T> {
  readonly now: T;
  readonly before: T;
}

/** What was counted, of both. */
export interface Counts {
  readonly period: Period;
  /** False when not all of the days before are kept: then nothing is compared with them. */
  readonly comparable: boolean;
  readonly endings: readonly EndingCount[];
  readonly times: readonly TimeCount[];
  readonly shown: readonly ShownCount[];
  readonly votes: Both<readonly VoteCount[]>;
  readonly booking: Both<readonly FlowTurn[]>;
}

/** In percent, to one digit; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function groupBy<T, Key>(
  all: readonly T[],
  keyOf: (one: T) => Key,
): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
