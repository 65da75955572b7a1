import type { Channel } from '../../core/conversation.ts';
import type { Content } from '../../core/guide.ts';
import type { Chance } from './chance.ts';
import { DAY } from './moments.ts';
import type { DemoWords } from './words.ts';

/** What a made-up visitor comes for. */
export type Wish =
  | 'ask'
  | 'unanswered'
  | 'urgent'
  | 'book'
  | 'aftercare'
  | 'prepare'
  | 'person'
  | 'off-topic'
  | 'private'
  | 'look';

const WISHES: readonly (readonly [Wish, number])[] = [
  ['ask', 46],
  ['unanswered', 18],
  ['urgent', 4],
  ['book', 18],
  ['aftercare', 6],
  ['prepare', 4],
  ['person', 4],
  ['off-topic', 4],
  ['private', 0.7],
  ['look', 3],
];

const CHANNELS: readonly (readonly [Channel, number])[] = [
  ['website', 86],
  ['bot-framework', 13],
  ['terminal', 1],
];

/** One visit as it was meant: what then comes of it is decided by the assistant and by chance. */
export interface Plan {
  readonly channel: Channel;
  readonly wish: Wish;
  /** What is said of their own accord, in order. */
  readonly lines: readonly string[];
}

/** For how long before the end something is asked for ever more often, in milliseconds. */
const RISE = 9 * DAY;

/** Draws what a visitor comes for at `at`, when the demo ends at `until`. */
export function drawPlan(
  chance: Chance,
  words: DemoWords,
  content: Content,
  at: number,
  until: number,
): Plan {
  const wish = chance.weighted(WISHES);
  const rise = Math.max(0, 1 - (until - at) / RISE);
  const ask = () => question(chance, words, content, rise);
  const channel = chance.weighted(CHANNELS);
  return { channel, wish, lines: greeted(chance, words, linesFor(chance, words, wish, ask)) };
}

function linesFor(
  chance: Chance,
  words: DemoWords,
  wish: Wish,
  ask: () => string,
): readonly string[] {
  const some = (count: number) => Array.from({ length: count }, ask);
  switch (wish) {
    case 'ask':
      return some(chance.weighted([1, 2, 3, 4].map((count) => [count, 5 - count])));
    case 'unanswered':
      return [...some(chance.happens(0.3) ? 1 : 0), ...missed(chance, words)];
    case 'urgent':
      return [...some(chance.happens(0.25) ? 1 : 0), chance.pick(words.urgent)];
    case 'book':
      return [...some(chance.happens(0.4) ? 1 : 0), chance.pick(words.booking)];
    case 'prepare':
      return [chance.pick(words.prepare)];
    case 'person':
      return [...some(chance.happens(0.4) ? 1 : 0), chance.pick(words.person)];
    case 'off-topic':
      return [chance.pick(words.offTopic), ...some(chance.happens(0.4) ? 1 : 0)];
    case 'private':
      return [...some(1), chance.pick(words.private)];
    case 'aftercare':
    case 'look':
      return [];
  }
}

/** A question that has no answer, in one or two wordings. */
function missed(chance: Chance, words: DemoWords): readonly string[] {
  const { wordings } = chance.weighted(
    words.unanswered.map((group) => [group, group.share] as const),
  );
  const first = chance.pick(wordings);
  const others = wordings.filter((one) => one !== first);
  return chance.happens(0.3) && others.length > 0 ? [first, chance.pick(others)] : [first];
}

/** @param rise from 0 to 1: how near the race is */
function question(chance: Chance, words: DemoWords, content: Content, rise: number): string {
  const entry = chance.weighted(
    [...content.entries.values()].map((one) => {
      const weight = (words.asked[one.id] ?? 0.5) + rise * (words.rising[one.id] ?? 0);
      return [one, weight] as const;
    }),
  );
  const from = chance.happens(0.75) && entry.tests.length > 0 ? entry.tests : entry.phrasings;
  return typed(chance, chance.pick(from));
}

/** As people type on a phone: now and then two letters change places. */
function typed(chance: Chance, text: string): string {
  if (!chance.happens(0.12) || text.length < 12) return text;
  const at = Math.floor(chance.between(2, text.length - 3));
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function greeted(chance: Chance, words: DemoWords, lines: readonly string[]): readonly string[] {
  if (lines.length === 0 || !chance.happens(0.14)) return lines;
  const [first = '', ...rest] = lines;
  const hello = chance.pick(words.greetings);
  return chance.happens(0.5) ? [hello, ...lines] : [`${hello}, ${first}`, ...rest];
}
