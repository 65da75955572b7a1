/**
 * A message as words with their places. `sentence` ends at a full stop, question or exclamation
 * mark, semicolon or new line; `clause` also at a comma, bracket, dash or "and my …"; `side` at a
 * sentence's end or a contrast ("but"). All three only ever count upwards.
 */
export interface Words {
  readonly texts: readonly string[];
  readonly sentence: readonly number[];
  readonly clause: readonly number[];
  readonly side: readonly number[];
}

const PIECES = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*|\.{2,}|[.!?;\n,:()\u2013\u2014]|\s-+\s/gu;
const CONTRASTS = new Set(['but', 'however', 'although', 'though', 'whereas', 'except', 'tapi']);
const PERSONS = (
  'i im ive my mine now its it he hes she shes his her theyre they then today there cant feel got ' +
  'have having saya'
).split(' ');
/** After "and", these words begin something new: "no swelling and my chest hurts". */
const BEGINNERS: ReadonlySet<string> = new Set(PERSONS);

/** The many ways of "cannot", Malay ones too, so that a rule needs to name one. */
const CANNOT =
  /\b(?:can ?not|unable to|(?:not|isn'?t|haven'?t been|hasn'?t been|wasn'?t|aren'?t|never) able to|(?:tak|tk|x) boleh|cnt|carnt|cannae?|can'?t)\b/g;

/** "My chest's tight" says that the chest is; not "it's", "yesterday's", "someone else's". */
const IS_SHORT =
  /\b(?!(?:it|he|she|that|what|there|where|who|how|here|let|this|one|else|(?:some|any|every|no)(?:one|body)|today|tonight|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|doctor|dentist)'s\b)(\p{L}{2,})'s\b/gu;

/** Reads a message into words. Casing, accents, curly quotes and emoji make no difference. */
export function readWords(text: string): Words {
  const tidy = tidyText(text);
  const texts: string[] = [];
  const places = { sentence: [0], clause: [0], side: [0] };
  let [sentence, clause, side] = [0, 0, 0];
  for (const { 0: piece, index } of tidy.matchAll(PIECES)) {
    const word = piece.replaceAll("'", '');
    if (/^[\p{L}\p{N}]/u.test(piece)) {
      if (CONTRASTS.has(word)) [clause, side] = [clause + 1, side + 1];
      else if (texts.at(-1) === 'and' && BEGINNERS.has(word)) clause++;
      texts.push(word);
      places.sentence[texts.length - 1] = sentence;
      places.clause[texts.length - 1] = clause;
      places.side[texts.length - 1] = side;
    } else if (endsSentence(tidy, piece, index)) {
      [sentence, clause, side] = [sentence + 1, clause + 1, side + 1];
    } else if (piece !== '.') clause++;
  }
  return { texts, ...places };
}

/** A point inside a number or an abbreviation ("2.5", "a.m.") ends nothing; "..." is a pause. */
function endsSentence(text: string, piece: string, index: number): boolean {
  if (piece !== '.') return /^[!?;\n]$/.test(piece);
  return !(
    /[\p{L}\p{N}]/u.test(text[index + 1] ?? '') &&
    /(^|[^\p{L}])[\p{L}\d]$/u.test(text.slice(Math.max(0, index - 2), index))
  );
}

/** One form for the many ways of typing the same: "CAN’T   breatheee" becomes "can't breathe". */
export function tidyText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'")
    .replace(/\by'?day\b/g, 'yesterday')
    .replace(/'ll\b/g, ' will')
    .replace(IS_SHORT, '$1 is')
    .replace(CANNOT, 'cant')
    .replace(/\b(do|does|did|is|are|was|were|has|have|had|would|could|should) not\b/g, '$1nt')
    .replace(/\bwill not\b/g, 'wont')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/(\p{L})[-\u2010\u2011](?=\p{L})/gu, '$1 ');
}
