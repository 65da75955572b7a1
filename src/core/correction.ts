import { isQuestion } from './questions.ts';
import { words } from './text.ts';

/** A message that takes back what was understood: "no, I meant Achilles". */
export interface Correction {
  /** What is meant instead. */
  readonly text: string;
  /** What was not meant, where that is said: "not the bruise, the soreness". */
  readonly refused: readonly string[];
}

/** Who says one of these and then a few words has typed the right ones: "no sorry, hip". */
const regret = 'sorry|sry|oops|whoops|typo|my bad|not that|wrong one|autocorrect';
const regrets = new RegExp(String.raw`\b(?:${regret})\b`);
/** Whoever says one of these takes everything back, however much follows. */
const takesBack =
  '(?:scratch|scrap|ignore|forget|never mind) that|wrong question|(?:you )?(?:have )?mis(?:understood|read)(?: me)?|let me (?:try again|rephrase)|i put that badly|that is not my question';
const takesAllBack = new RegExp(String.raw`\b(?:${takesBack})\b`);
/** What people say before they put something right. */
const lead = new RegExp(
  String.raw`^(?:\*|(?:no|nope|nah|oh|ah|eh|wait|lol|mate|actually|i think|${regret}|${takesBack})\b)[\s,.!:*-]*`,
);
/** At most this many words are typed again. */
const mostRetyped = 4;
/** "I meant …", "that is not what I asked: …". */
const meant =
  /^(?:that is not what i (?:asked|meant|mean|said|was asking)(?: (?:lah|la|lor|leh|mate|at all))?|(?:what )?i (?:mean|meant|ment|ask|asked|asking|was asking|am asking|am talking|was talking)(?: to (?:say|ask|type|write))?(?: about| was)?)\b[\s,.:]*/;
/** The same with a word left out, after "oops" and the like. */
const meantShort = /^(?:it is|what about|how about|meant(?: to (?:say|ask|type|write))?)\b[\s,:]*/;
/** "running I mean". */
const meantLast =
  /^(?<wanted>.{2,60}?),? (?:(?<!what )i (?:mean|meant)|is what i (?:mean|meant|asked|was asking))\b(?:[\s,.]+|$)/;
/** "not the price, …"; without an article only after "no" and the like: "not now, thanks". */
const refusedFirst =
  /^not (?:about |for )?(?<article>(?:the|my) )?(?<thing>[a-z ]{2,25})[,.:;-]+\s*(?:but\b)?\s*/;
/** "I didn't ask how long, I want to know why". */
const refusedInstead =
  /^(?:and )?i (?:did|do|was|am) not (?:ask(?:ing)?|mean|want(?:ing)?)(?: (?:about|for|to (?:know|ask)))? (?<thing>[a-z ]{2,40}?)[\s,.:;-]+(?:but )?i (?:want(?:ed)?|meant?|(?:was|am) asking|asked)(?: (?:about|for|to (?:know|ask)))?\b[\s,:]*/;
/** "…, not the needles", but never "can I not run". */
const refusedLast =
  /(?<!\b(?:i|it|he|she|you|we|they|that|this|can|could|do|does|did|is|are|was|will|would|should|or|if|why|still|maybe)),? not (?:about |for )?(?:the |my |an? )?(?<thing>(?:how|what|when|where|why|while) [a-z' ]{2,40}?|[a-z]+(?: [a-z]+)??)(?: (?:lol|haha|please|thanks|mate|lah|la|lor|leh))?[\s.!*]*$/;
/** "the achilles, not the calf" needs nothing before it. */
const named = /^(?:the|my) [a-z ]+?,? not (?:the |my )?[a-z]+[\s.!]*$/;

/** Reads a tidied message as a correction; null when it takes nothing back. */
export function readCorrection(message: string): Correction | null {
  const rest = withoutAll(lead, message);
  const isLed = rest !== message;
  const said = withoutAll(meant, rest);
  const short = isLed ? said.replace(meantShort, '') : said;
  const swapped = short.replace(meantLast, '$<wanted> ').trim();
  const isMeant = swapped !== rest.trim();
  const instead = refusedInstead.exec(rest)?.groups;
  if (instead) return correction(rest.replace(refusedInstead, ''), instead.thing);
  const first = refusedFirst.exec(swapped)?.groups;
  if (first && (isLed || isMeant || first.article)) {
    return correction(swapped.replace(refusedFirst, ''), first.thing);
  }
  if (!isLed && !isMeant && !named.test(swapped)) return null;
  const last = refusedLast.exec(swapped)?.groups;
  if (last) return correction(swapped.replace(refusedLast, ''), last.thing);
  const before = message.slice(0, message.length - rest.length);
  const isRetyped = regrets.test(before) && !isQuestion(rest) && words(rest).length <= mostRetyped;
  const isLeft = isMeant || isRetyped || takesAllBack.test(before) || message.startsWith('*');
  return isLeft ? correction(swapped, undefined) : null;
}

function withoutAll(pattern: RegExp, text: string): string {
  const rest = text.replace(pattern, '');
  return rest === text ? text : withoutAll(pattern, rest);
}

function correction(text: string, refused: string | undefined): Correction | null {
  return words(text).length === 0 ? null : { text, refused: words(refused ?? '') };
}
