import type { Offer } from './conversation.ts';
import { readCorrection } from './correction.ts';
import { tidy, words } from './text.ts';

/** How a message answers what the assistant has just offered. */
export type OfferReply =
  | { readonly kind: 'picked'; readonly target: string; readonly label: string }
  | { readonly kind: 'declined' }
  /** "yes" to several options: which one is not said. */
  | { readonly kind: 'which' }
  | { readonly kind: 'other' };

const ordinals: readonly RegExp[] = [
  /^(?:(?:the )?(?:first|1st|top)(?: one| option)?|(?:number |option )?(?:1|one)|a)$/,
  /^(?:(?:the )?(?:second|2nd|middle)(?: one| option)?|(?:number |option )?(?:2|two)|b)$/,
  /^(?:(?:the )?(?:third|3rd)(?: one| option)?|(?:number |option )?(?:3|three)|c)$/,
];
const last = /^(?:the )?(?:last|bottom)(?: one| option)?$/;
const yes =
  /^(?:yes|yeah|yep|yup|ya|yah|yea|ok|okay|sure|please|yes please|please do|go ahead|that one|that|correct|right|exactly|boleh|can|ok can)(?: (?:please|that one|that is it|that is right|it is|lah|thanks))?$/;
/** After an answer: "ok" only means that it was read. */
const wantsMore =
  /^(?:(?:yes|yeah|yep|yup|ya|yah|yea|please)(?: (?:please|pls|do))?|(?:(?:can|could) (?:you|u) )?(?:tell me|say|explain) (?:a bit |a little |some )?more(?: please| pls)?|more(?: info| information| details?)?(?: please| pls)?|go on(?: then)?|carry on|(?:and )?what else|anything else)$/;
const no =
  /^(?:no|nope|nah|none|neither|none of (?:these|those|them|the above)|not (?:these|those|really|that)|no thanks|no thank you|not any|something else|tak|tidak)$/;

/** Reads a message as a reply to an offer: its label, its place, yes or no. */
export function readOfferReply(offer: Offer | null, message: string): OfferReply {
  const options = offer?.options ?? [];
  if (options.length === 0) return { kind: 'other' };
  const said = words(tidy(message)).join(' ');
  const byLabel = options.find(({ label }) => words(tidy(label)).join(' ') === said);
  const plain = said
    .replace(/^(?:yes|ok|okay|um|oh|hmm|i mean|i meant)\s+(?=the |number |option )/, '')
    .replace(/ (?:please|pls|thanks)$/, '');
  const place = last.test(plain)
    ? options.length - 1
    : ordinals.findIndex((each) => each.test(plain));
  const picked = byLabel ?? options[place];
  if (picked) return { kind: 'picked', target: picked.target, label: picked.label };
  if (no.test(said)) return { kind: 'declined' };
  const agrees = offer?.kind === 'next' ? wantsMore : yes;
  if (!agrees.test(said)) return { kind: 'other' };
  const [only, ...more] = options;
  return only && more.length === 0
    ? { kind: 'picked', target: only.target, label: only.label }
    : { kind: 'which' };
}

/** A message that may lean on what was just said. */
export interface FollowUp {
  /** The words without what only joins: "and", "what about", "no, I meant". */
  readonly text: string;
  /** The last answer was not meant. */
  readonly corrects: boolean;
  /** Made of words that mean nothing by themselves: "how long does that last". */
  readonly bare: boolean;
  /** Points at something said: "is that normal", not "how many". */
  readonly points: boolean;
  /** What was not meant, of a correction that says so: "not the bruise, the soreness". */
  readonly refused: readonly string[];
}

const adds =
  /^(?:(?:and|but|ok|okay|oh|so|then)[\s,]+)*(?:what about|how about|what if|and|but|also|same for|even if|even)\b[\s,]*/;
const points = /\b(?:it|that|this|they|them|those|these)\b|^why not\b/;

/** At most this many words may lean on the last answer; a longer message says what it is about. */
const mostWords = 22;
/** Words that say what is asked of a thing, never which thing. */
const bareWords = new Set(
  `a about again all and any approx approximately are around at away bad be been before both but
  can come common could day days did difference different do does each else even ever exactly
  expect far fast first for from get go going gone good got happen happens has have hour hours how
  i if in is it just last lasts less like long longer many matter maybe me mean meaning means
  minute minutes month months more my need needs next no normal not of off often ok okay on once
  one or per please really repeat right roughly said same say says should since so soon still stop
  sure take takes tell than that the them then there these they this tho those though til till
  time to too true twice until up usual usually was way week weeks were what when where which
  while who why will with worry worse would`.split(/\s+/),
);

/** Whether a message is made of words that say nothing of what they are about: "really?". */
export function isBare(message: string): boolean {
  return words(tidy(message)).every((word) => bareWords.has(word));
}

/** Reads a message as a follow-up; null when it is so long that it stands on its own. */
export function readFollowUp(message: string): FollowUp | null {
  const plain = tidy(message);
  const correction = readCorrection(plain);
  if (words(correction?.text ?? plain).length > mostWords) return null;
  const { text, refused } = correction ?? { text: plain.replace(adds, ''), refused: [] };
  if (words(text).length === 0) return null;
  const corrects = correction !== null;
  return { text, corrects, bare: isBare(text), points: points.test(text), refused };
}
