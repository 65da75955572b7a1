import type { Channel, Decision } from '../core/conversation.ts';
import type { Content } from '../core/guide.ts';
import type { ConversationFilter, ListPlace } from '../storage/staff-store.ts';
import { labels } from './labels/house.ts';
import type { ClinicTime } from './parts/when.ts';

/*
 * The list's filter as it stands in the address, so that it can be kept as a bookmark and sent to a
 * colleague. What is not understood is left out: an old link still opens a list.
 */

const DAY = 86_400_000;

/** Yes-or-no marks and their names in the address. */
const MARKS = {
  urgent: 'urgent',
  unanswered: 'unanswered',
  down: 'thumbsDown',
  booked: 'booked',
} as const satisfies Readonly<Record<string, keyof ConversationFilter>>;

export function readFilter(
  query: URLSearchParams,
  content: Content,
  time: ClinicTime,
  accountId: string,
): ConversationFilter {
  const marks = Object.entries(MARKS)
    .filter(([name]) => query.get(name) === '1')
    .map(([, mark]) => [mark, true]);
  const ending = oneOf(query.get('ending'), labels.endings);
  const channel = oneOf(query.get('channel'), labels.channels);
  const topic = query.get('topic');
  const reviewed = oneOf(query.get('reviewed'), labels.conversations.reviewedChoices);
  const from = time.fromInput(query.get('from') ?? '');
  const until = time.fromInput(query.get('until') ?? '');
  const words = query.get('q')?.trim().slice(0, 200);
  return {
    ...Object.fromEntries(marks),
    ...(ending && { ending }),
    ...(channel && { channel }),
    ...(topic && content.topics.includes(topic) && { entries: entriesOf(content, topic) }),
    ...(reviewed && { reviewed: reviewed === 'yes' }),
    ...(from !== null && { from }),
    ...(until !== null && { until: until + DAY }),
    ...(words && { words }),
    ...(query.get('mine') === '1' && { assignedTo: accountId }),
  };
}

function entriesOf({ entries }: Content, topic: string): readonly string[] {
  return [...entries.values()].filter(({ topics }) => topics.includes(topic)).map(({ id }) => id);
}

/** The word as one of those that a table of labels knows. */
export function oneOf<Key extends string>(
  word: string | null,
  table: Readonly<Record<Key, string>>,
): Key | undefined {
  return keysOf(table).find((key) => key === word);
}

function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): readonly Key[] {
  const keys: Key[] = [];
  for (const key in table) keys.push(key);
  return keys;
}

/** A whole number in an address, such as a line's, as either database can compare it; else null. */
export function readNumber(text: string | null | undefined): number | null {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : null;
}

/** Where a page of a list goes on: `1763800000000.c0ffee`. */
export function readPlace(text: string | null): ListPlace | null {
  const [, at, id] = /^(\d{1,16})\.(.{1,200})$/s.exec(text ?? '') ?? [];
  return at === undefined || id === undefined ? null : { at: Number(at), id };
}

export function writePlace({ at, id }: ListPlace): string {
  return `${at}.${id}`;
}

/**
 * The part of the address that narrows a list, without the place in it and what was just done. Of a
 * name given twice the first counts, as it does for the list itself.
 */
export function filterOf(query: URLSearchParams): URLSearchParams {
  const left = new URLSearchParams();
  for (const [name, value] of query) if (!left.has(name)) left.set(name, value);
  for (const name of ['after', 'done', 'token']) left.delete(name);
  return left;
}

/** Types that labels must cover; a new kind does not compile until it has its word. */
export type EndingLabels = Readonly<Record<Decision['kind'], string>>;
export type ChannelLabels = Readonly<Record<Channel, string>>;
