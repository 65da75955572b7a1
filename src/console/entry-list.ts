import type { Content, Entry } from '../core/guide.ts';
import type { Desk } from './dependencies.ts';
import { oneOf } from './filter.ts';
import { knowledgeLabels } from './labels/knowledge.ts';
import { type ReviewedEntry, type ReviewState, reviewEntries } from './reviewed.ts';

/** Days over which use is counted. */
export const USE_DAYS = 90;
const DAY = 86_400_000;

/** How often an entry was of use in those days, and how often not. */
export interface EntryUse {
  readonly shown: number;
  readonly up: number;
  readonly down: number;
  /** Questions of which staff said that it was the right answer, and something else was shown. */
  readonly corrected: number;
}

export interface EntryRow extends ReviewedEntry {
  readonly use: EntryUse;
}

export function missesOf({ down, corrected }: EntryUse): number {
  return down + corrected;
}

/** Every entry with its review and use, by its title. */
export async function readEntryRows(desk: Desk, at: number): Promise<readonly EntryRow[]> {
  const { staff } = desk;
  const span = { from: at - USE_DAYS * DAY, until: at + 1 };
  const shown = new Map(
    (await staff.countShown(span, span.from)).map(({ entry, now }) => [entry, now]),
  );
  const corrected = new Map(
    (await staff.countCorrections(span)).map(({ entry, count }) => [entry, count]),
  );
  const votes = await staff.countVotes(span);
  const voted = (id: string, helpful: boolean) =>
    votes.find((one) => one.entry === id && one.helpful === helpful)?.count ?? 0;
  return (await reviewEntries(desk, at)).map((row) => {
    const { id } = row.entry;
    const use = {
      shown: shown.get(id) ?? 0,
      up: voted(id, true),
      down: voted(id, false),
      corrected: corrected.get(id) ?? 0,
    };
    return { ...row, use };
  });
}

/** What the list is narrowed to, as it stands in the address; what is not understood is left out. */
export interface EntryFilter {
  readonly state?: ReviewState;
  /** A signature waits, or its being taken back. */
  readonly waiting?: boolean;
  readonly topic?: string;
  /** In lower case; each stands somewhere in the entry. */
  readonly words: readonly string[];
}

export function readEntryFilter(query: URLSearchParams, content: Content): EntryFilter {
  const state = oneOf(query.get('status'), knowledgeLabels.states);
  const topic = content.topics.find((one) => one === query.get('topic'));
  const words = plain((query.get('q') ?? '').slice(0, 200)).split(/\s+/);
  return {
    ...(state && { state }),
    ...(query.get('waiting') === '1' && { waiting: true }),
    ...(topic !== undefined && { topic }),
    words: words.filter((word) => word !== ''),
  };
}

export function filterEntries<Row extends ReviewedEntry>(
  rows: readonly Row[],
  { state, waiting, topic, words }: EntryFilter,
): readonly Row[] {
  return rows.filter(
    (row) =>
      (state === undefined || row.state === state) &&
      (waiting !== true || row.waiting !== null) &&
      (topic === undefined || row.entry.topics.includes(topic)) &&
      holdsAll(row.entry, words),
  );
}

function holdsAll(
  { id, title, phrasings, tests, body, topics }: Entry,
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const text = plain([id, title, body, ...topics, ...phrasings, ...tests].join('\n'));
  return words.every((word) => text.includes(word));
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Those that fit the address, in the order that it asks for. */
export function listEntries(
  rows: readonly EntryRow[],
  query: URLSearchParams,
  content: Content,
): readonly EntryRow[] {
  return sortEntries(filterEntries(rows, readEntryFilter(query, content)), query);
}

/** By what the address says; by title, as they came, when it says nothing. */
function sortEntries(rows: readonly EntryRow[], query: URLSearchParams): readonly EntryRow[] {
  switch (oneOf(query.get('sort'), knowledgeLabels.sorts)) {
    case 'use':
      return [...rows].sort((one, other) => other.use.shown - one.use.shown);
    case 'misses':
      return [...rows].sort((one, other) => missesOf(other.use) - missesOf(one.use));
    case 'due':
      return [...rows].sort((one, other) => dueOf(one).localeCompare(dueOf(other)));
    case undefined:
      return rows;
  }
}

/** Without a date last. */
function dueOf({ entry: { reviewDue } }: EntryRow): string {
  return reviewDue ?? '9999';
}
