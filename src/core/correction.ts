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
const regret = 'sorry|sry|oops|whoops|typo|my bad|not that|wrong (?:one|word)|autocorrect';
const regrets = new RegExp(String.raw`\b(?:${regret})\b`);
/** Whoever says one of these takes everything back, however much follows. */
const takesBack =
  '(?:scratch|scrap|ignore|forget|never mind) that|wrong question|(?:you )?(?:have )?mis(?:understood|read)(?: me)?|let me (?:try again|rephrase)|i put that badly|that is not my question';
const takesAllBack = new RegExp(String.raw`\b(?:${takesBack})\b`);
/** What people say before they put something right. */
const lead = new RegExp(
  String.raw`^(?:\*|(?:no|nope|nah|oh|ah|eh|ach|och|aiyo|alamak|wait|lol|mate|actually|i think|${regret}|${takesBack})\b)[\s,.!:*-]*`,
);
/** At most this many words are typed again. */
const mostRetyped = 4;
/** "I meant …", "that is not what I asked: …". */
const meant =
  /^(?:that is not what i (?:asked|meant|mean|said|was asking)(?: (?:lah|la|lor|leh|mate|at all))?|(?:i know [^,.]{2,40}[,.]+ (?:but )?)?(?:what )?i (?:mean|meant|ment|said|ask|asked|asking|was asking|am asking|am talking|was talking)(?: to (?:say|ask|type|write))?(?: about| was)?)\b[\s,.:]*/;
/** The same with a word left out, after "oops" and the like. */
const meantShort = /^(?:it is|what about|how about|meant(?: to (?:say|ask|type|write))?)\b[\s,:]*/;
/** "running I mean". */
const meantLast =
  /^(?<wanted>.{2,60}?),? (?:(?<!what )i (?:mean|meant)|is what i (?:mean|meant|asked|was asking))\b(?:[\s,.!]+|$)/;
/** "not the price, …"; without an article only after "no" and the like: "not now, thanks". */
const refusedFirst =
  /^(?:it is |that is )?not (?:about |for )?(?<article>(?:the|my|an?) )?(?<thing>[a-z ]{2,25})[,.:;-]+\s*(?:but\b\s*)?(?:(?:it|that) is )?/;
/** "I didn't ask how long, I want to know why". */
const refusedInstead =
  /^(?:and )?(?:i )?(?:did|do|was|am) not (?:ask(?:ing)?|say|mean|want(?:ing)?)(?: (?:about|for|to (?:know|ask)))? (?<thing>[a-z ]{2,40}?)[\s,.:;-]+(?:but )?(?:i )?(?:want(?:ed)?|meant?|said|(?:was|am) asking|asked)(?: (?:about|for|to (?:know|ask)))?\b[\s,:]*/;
/** "…, not the needles", but never "can I not run". */
const refusedLast =
  /(?<!\b(?:i|it|he|she|you|we|they|that|this|can|could|do|does|did|is|are|was|will|would|should|or|if|why|still|maybe)),? not (?:about |for )?(?:the |my |an? )?(?<thing>(?:how|what|when|where|why|while) [a-z' ]{2,40}?|[a-z]+(?: [a-z]+)??)(?: (?:lol|haha|please|thanks|mate|lah|la|lor|leh))?[\s.!*]*$/;
/** "drive* sorry": a star behind the right word, as well as before it. */
const starred = /^(?<wanted>[a-z]+(?: [a-z]+){0,3}) ?\*/;
/** "*when can I run, stupid autocorrect": who is to blame. */
const blame =
  /(?:[\s,.!-]+(?:(?:ffs|lol|stupid|damn|bloody|fat|big|predictive|sorry) )*(?:autocorrect|phone|keyboard|fingers|thumbs|text|typo|sorry))+[\s.!]*$/;
/** "the achilles, not the calf" needs nothing before it. */
const named = /^(?:the|my) [a-z ]+?,? not (?:the |my )?[a-z]+[\s.!]*$/;

/** Reads a tidied message as a correction; null when it takes nothing back. */
export function readCorrection(message: string): Correction | null {
  const typed = starred.exec(message)?.groups?.wanted;
  if (typed !== undefined) return correction(typed, undefined);
  const led = withoutAll(lead, message);
  const isLed = led !== message;
  const rest = led.replace(blame, '');
  const said = withoutAll(meant, rest);
  const short = isLed ? said.replace(meantShort, '') : said;
  const swapped = meantFirst(short);
  const isMeant = swapped !== rest.trim();
  const instead = refusedInstead.exec(rest)?.groups;
  if (instead) return correction(rest.replace(refusedInstead, ''), instead.thing);
  const first = refusedFirst.exec(short)?.groups;
  if (first && (isLed || isMeant || first.article)) {
    const wanted = withoutAll(meant, short.replace(refusedFirst, ''));
    return correction(meantFirst(wanted), first.thing);
  }
  if (!isLed && !isMeant && !named.test(swapped)) return null;
  const last = refusedLast.exec(swapped)?.groups;
  if (last) return correction(swapped.replace(refusedLast, ''), last.thing);
  const before = message.slice(0, message.length - led.length);
  const isRetyped = regrets.test(before) && !isQuestion(rest) && words(rest).length <= mostRetyped;
  const isLeft = isMeant || isRetyped || takesAllBack.test(before) || message.startsWith('*');
  return isLeft ? correction(swapped, undefined) : null;
}

/** "running I mean": what is meant, then what is said after it. */
function meantFirst(text: string): string {
  return text.replace(meantLast, '$<wanted> ').trim();
}

function withoutAll(pattern: RegExp, text: string): string {
  const rest = text.replace(pattern, '');
  return rest === text ? text : withoutAll(pattern, rest);
}

function correction(text: string, refused: string | undefined): Correction | null {
  return words(text).length === 0 ? null : { text, refused: words(refused ?? '') };
}
