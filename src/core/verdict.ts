import { parseTarget, shareTopic, turnsAway } from './findables.ts';
import type { Content, Entry, Guide } from './guide.ts';
import { type Found, howSure, type Match } from './search.ts';

/** What answering needs to know. */
export interface Shelf extends Pick<Guide, 'search' | 'signedOnly'> {
  readonly content: Pick<Content, 'entries' | 'flows'>;
}

/** What is decided about one question. */
export type Verdict = { readonly question: string; readonly confidence: number } & (
  | { readonly kind: 'answer'; readonly id: string }
  | { readonly kind: 'choices'; readonly options: readonly { label: string; target: string }[] }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] }
  | { readonly kind: 'refusal' | 'smalltalk' | 'flow'; readonly id: string }
);

/** Choices shown at most; more are not read on a phone. */
const mostChoices = 3;
/** A choice must be at least this sure, as a share of the first one. */
const leastShare = 0.2;

/**
 * Answer, offer or stay silent. Matches that share a topic with the best one stand for it: who
 * asks about soreness is served by either soreness answer, so their confidence is added up, and the
 * margin is counted to the best match of another topic. How sure that makes us depends on how much
 * the question is about anything here.
 */
export function verdictOf(guide: Shelf, found: Found, question: string): Verdict {
  const matches = found.matches.filter((match) => mayShow(guide, match));
  const [top] = matches;
  if (top === undefined) return { kind: 'unknown', nearest: [], confidence: 0, question };
  const { sureness, answer, margin, offer } = guide.search.thresholds;
  const near = matches.filter((match) => sameTopic(guide, top, match));
  const mass = near.reduce((sum, { confidence }) => sum + confidence, 0);
  const rival = matches.find((match) => !near.includes(match))?.confidence ?? 0;
  const inside = found.inside ?? mass;
  const confidence = howSure(sureness, mass, turnsAway(top.target) ? 1 - inside : inside);
  if (confidence >= answer && mass - rival >= margin) return decided(top, question, confidence);
  const options = optionsOf(guide, matches);
  const offered = Math.min(
    1,
    options.reduce((sum, option) => sum + option.confidence, 0),
  );
  if (options.length > 0 && (found.inside ?? offered) >= offer && !isTurnedAway(matches)) {
    return { kind: 'choices', options: options.map(toOption), question, confidence: offered };
  }
  return { kind: 'unknown', nearest: nearest(matches), question, confidence };
}

/** Whether something is said, and not asked back or given up. */
export function isDecided({ kind }: Verdict): boolean {
  return kind !== 'unknown' && kind !== 'choices';
}

/** Better silence than choices where a refusal or small talk is half as likely as the best match. */
function isTurnedAway(matches: readonly Match[]): boolean {
  const enough = (matches[0]?.confidence ?? 0) / 2;
  return matches.some(({ target, confidence }) => turnsAway(target) && confidence >= enough);
}

function toOption({ label, target }: { label: string; target: string }) {
  return { label, target };
}

function decided(top: Match, question: string, confidence: number): Verdict {
  const target = parseTarget(top.target);
  if (target === null) return { kind: 'unknown', nearest: [], question, confidence };
  const { kind, id } = target;
  return kind === 'entry'
    ? { kind: 'answer', id, question, confidence }
    : { kind, id, question, confidence };
}

/** With `signedOnly`, an entry that no clinician has signed is not there. */
export function mayShow({ content, signedOnly }: Shelf, { target }: Match): boolean {
  const parsed = parseTarget(target);
  if (parsed?.kind !== 'entry') return parsed !== null;
  const entry = content.entries.get(parsed.id);
  return entry !== undefined && (!signedOnly || entry.status === 'signed');
}

function sameTopic(guide: Shelf, one: Match, other: Match): boolean {
  if (one.target === other.target) return true;
  return shareTopic(entryOf(guide, one.target)?.topics, entryOf(guide, other.target)?.topics);
}

/** The entry that a target stands for, if it is one. */
export function entryOf({ content }: Shelf, target: string): Entry | undefined {
  const parsed = parseTarget(target);
  return parsed?.kind === 'entry' ? content.entries.get(parsed.id) : undefined;
}

function optionsOf(guide: Shelf, matches: readonly Match[]) {
  const floor = (matches[0]?.confidence ?? 0) * leastShare;
  return matches
    .filter(({ confidence }) => confidence >= floor)
    .flatMap(({ target, confidence }) => {
      const label = titleOf(guide, target);
      return label === undefined ? [] : [{ label, target, confidence }];
    })
    .slice(0, mostChoices);
}

/** The title of an entry or a flow; small talk and refusals are never offered. */
function titleOf({ content }: Shelf, target: string): string | undefined {
  const parsed = parseTarget(target);
  if (parsed?.kind === 'entry') return content.entries.get(parsed.id)?.title;
  if (parsed?.kind === 'flow') return content.flows.get(parsed.id)?.title;
  return undefined;
}

function nearest(matches: readonly Match[]): readonly string[] {
  return matches
    .flatMap(({ target }) => {
      const parsed = parseTarget(target);
      return parsed?.kind === 'entry' ? [parsed.id] : [];
    })
    .slice(0, mostChoices);
}
