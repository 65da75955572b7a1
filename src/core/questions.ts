import { tidy, words } from './text.ts';

/** One question of a message with the statements told around it, in order. */
export interface Question {
  readonly text: string;
  readonly told: readonly string[];
}

/** More questions than this in one message are not asked one by one. */
const mostQuestions = 4;
/** So many words may add to a question without asking themselves. */
const mostAdded = 6;

/** The first word of a question, as typed or tidied. */
export const questionWord =
  "(?:(?:how|what|when|where|who|why|wat|wot|wen)(?:'?s)?|which|whose|can|could|do|does|did|is|are|was|will|would|should|shall|may|has|have)\\b";

/** "I don't want to book": says what is not asked, after tidying. */
const refuses =
  /^(?:(?:i|i am|please|ok|okay|hi|hello|hey|well|so|just)[\s,]+)*(?:do not|not|no)\b([^?]*)/;
/** What a dialog does; who wants none of it must not be led into one. */
const ofDialogs =
  /\b(?:book|booking|appointment|session|person|human|anyone|anybody|someone|talk|speak|call|cancel)\b/;
/** Where, after what is not asked, the question begins. */
const asksOnly = new RegExp(
  String.raw`[\s,;:-]+(?=(?:but\s+)?(?:i(?:'?m| am)?\s+)?(?:just|only)\b)|,\s*(?=(?:but\s+)?${questionWord})`,
  'i',
);

/** Words that open a question, after tidying. */
const opener =
  /^(?:(?:and|n|but|so|also|then|ok|okay|oh|um|well|plus|or|btw|hi|hey|hello|please|no|yes|seriously|anyway|right|first(?:ly)?|next|lastly|(?:if (?:so|not|yes)|in that case))[\s,:]+)*(?:how|what|when|where|which|who|why|can|could|do|does|did|is|are|was|will|would|should|shall|may|am|has|have i|any|got any|is it|boleh|berapa|macam mana|bila|kenapa|apa)\b/;

/** Questions that do not open with a question word: "wondering if ...", "she wants to know if ...". */
const wish =
  /\b(?:wonder(?:s|ing|ed)?|want(?:s|ed)? to (?:know|ask|book)|asks if|asking if|tell me|let me know|explain|whether|anot|would like to|i need|curious|question about|any idea|ok to|okay to|is that|is this|is it|or not|can or (?:can not|no)|can (?:i|he|she|we|they)|should i|do i|how long|how much|how many|how soon|how often|how to|how (?:do|does|would|can) (?:i|we|you|one)|what about|how about)\b/;

/** "if it does not", but not "if so". */
const given = String.raw`if (?:i|it|he|she|we|they|you|my|the|that|this)\b`;

/** "She has sore knees, would ye see her", "my race is the 26th, how near is too near": told first, then asked. */
const asksLast =
  /,\s+(?:and |so |but |or )*(?:(?:can|could|do|does|did|is|are|was|will|would|should|may) (?:i|we|you|ye|it|he|she|they|that|this|there|the|my)|how|what|why)\b/;

/** "if it does not, have I wasted my money". */
const conditional = new RegExp(
  String.raw`\b${given}.*\b(?:can|could|do|does|is|are|was|will|would|should|have|has) (?:i|it|he|she|we|they|you|that|this)\b`,
);

/** "only whether it hurts". */
const asksJust =
  /^(?:but\s+)?(?:i(?: am)?\s+)?(?:just|only)\s+(?:want|wanted|need|needed|wondering|asking|curious|checking|tell|whether|if|how|what|where|when)\b/;

/** "at what stage", "if it bleeds": begins a question too, after "and". */
const asksToo = String.raw`(?:at|by|for|from|in|on|to|with) (?:how|what|which|who|whom)\b|if not\b|if so (?:can|could|would|do|is|are)\b|whether\b|(?:u|you|ye) (?:open|got|have|take|accept|do)\b|${given}`;

/** "My sister has lupus and is on tablets": goes on telling. */
const goesOn = String.raw`(?:is|was|are|were|has|have|had) (?:on|an?|in|at|of|very|so|too|now|still|also|been|had|got|getting|taking|having|not|about|over|under|quite|really)\b`;

/** Where a second question may begin inside one sentence; "I also have" goes on. */
const join = new RegExp(
  String.raw`(?<!\b(?:i|we|you|he|she|they))(?:,|;|\s-)?\s+(?:and also|and|n|&|also|plus|btw|by the way|another question|as well as|(?<=,\s+)(?:then|or))[\s,]+(?!${goesOn})(?=${questionWord}|${asksToo})`,
  'i',
);

/** "Book me in. Btw is it a real physio?": what is told before has nothing to do with it. */
const byTheWay =
  /^(?:(?:oh|ok|okay|and|one)[\s,]+)*(?:btw|by the way|also|another (?:thing|question)|(?:one )?more (?:thing|question)|second(?:ly)?|lastly)\b/;

/** "when i run": says under which condition something is asked. */
const condition = /^(?:how|what|when|where|who|why) (?:i|we|you|he|she|it|they|my|the)\b/;

/** Where one sentence or point of a list ends; "can or not" ends a question as its mark does. */
const endOfQuestion = new RegExp(
  String.raw`(?<=[?!])\s*|(?<=[.…])\s+|\n+|;\s+|\s+/\s+|(?:^|\s+)(?:\(?[1-4][.)]|\([a-d]\))\s+|:\s+(?=${questionWord})|(?<=\b(?:can or not|or not)),\s+`,
  'i',
);

/** Where the next question of a list may begin. */
const listed = new RegExp(String.raw`,\s+(?=${questionWord})`, 'i');

/**
 * The questions of a message in order, each with the statement before it. A message without a
 * question is one question: people also ask by telling.
 */
export function splitQuestions(message: string): readonly Question[] {
  const plain = message.replace(/\r/g, '').trim();
  const sentences = plain.split(endOfQuestion).flatMap(splitRefused).flatMap(splitJoined);
  const spoken = sentences
    .map((text) => text.trim())
    .filter((text) => words(tidy(text)).length > 0);
  const asked = spoken.filter(isQuestion);
  if (spoken.length === 0 || asked.length > mostQuestions) return [{ text: plain, told: [] }];
  if (asked.length === 0) return splitEach({ text: plain, told: [] });
  return withContext(spoken).flatMap(splitEach);
}

function withContext(sentences: readonly string[]): readonly Question[] {
  const questions: Question[] = [];
  let told: string[] = [];
  for (const text of sentences) {
    const goesOn = questions.length > 0 && told.length === 0 && isAddition(text);
    if (isQuestion(text) || goesOn) {
      const isNew = told.length > 0 && byTheWay.test(tidy(text));
      if (isNew) questions.push({ text: told.join(' '), told: [] });
      questions.push({ text, told: isNew ? [] : told });
      told = [];
    } else told.push(text);
  }
  const last = questions.pop();
  if (last) questions.push({ ...last, told: [...last.told, ...told] });
  return questions;
}

/** "is either a problem", "how likely is any of that": asks of each thing before it. */
const ofEach =
  /^(?:how [a-z]+ )?(?:(?:is|are|does|do|would|will|can|could|should) )?(?:either\b|neither\b|both (?:of|are|can|ok|okay|fine|an?)\b|both$|any of (?:that|these|those|them|this)\b)/;
/** Between the things that such a question asks of. */
const between = /(?:[.,;+&]|\b(?:and|plus|n)\b)(?:\s*(?:[.,;+&]|\b(?:and|plus|n)\b))*/i;

/** "I'm on aspirin + breastfeeding, is either a problem" asks twice. */
function splitEach(question: Question): readonly Question[] {
  const pieces = [...question.told, question.text]
    .flatMap((sentence) => sentence.split(between))
    .map((piece) => piece.trim())
    .filter((piece) => words(piece).length > 0);
  const tail = pieces.pop();
  if (tail === undefined || pieces.length < 2 || !ofEach.test(tidy(tail))) return [question];
  return pieces.map((text) => ({ text, told: [tail] }));
}

/** "and my lower back" after a question asks the same of something else. */
function isAddition(sentence: string): boolean {
  const [thing = ''] = tidy(sentence).split(',');
  return /^(?:and|also|plus|or)\b/.test(thing) && words(thing).length <= mostAdded;
}

/** "I don't want to book, just tell me the price": what is not asked, and what is. */
function splitRefused(sentence: string): readonly string[] {
  const at = isRefusal(sentence) ? sentence.search(asksOnly) : -1;
  if (at < 0) return [sentence];
  return [sentence.slice(0, at), sentence.slice(at).replace(/^[\s,;:-]+/, '')];
}

/** True of "I don't want to book", which no dialog must answer. */
export function isRefusal(sentence: string): boolean {
  return ofDialogs.test(refuses.exec(tidy(sentence))?.[1] ?? '');
}

function splitJoined(sentence: string): readonly string[] {
  return sentence.split(join).flatMap(splitListed);
}

/** "can i run, is it ok to swim": questions side by side. */
function splitListed(sentence: string): readonly string[] {
  const pieces = sentence.split(listed);
  const isList = pieces.map(tidy).every(standsAlone);
  return isList ? pieces : [sentence];
}

function standsAlone(piece: string): boolean {
  return opener.test(piece) && !condition.test(piece) && words(piece).length >= 3;
}

/** True when a sentence asks something: by its mark, its first word, or a wish to know. */
export function isQuestion(sentence: string): boolean {
  const plain = tidy(sentence);
  if (/\?\s*$/.test(plain)) return true;
  if (isRefusal(sentence)) return false;
  return [opener, wish, conditional, asksJust, asksLast].some((each) => each.test(plain));
}
