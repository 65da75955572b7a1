import { questionWord } from '../core/questions.ts';

const hello = 'hi|hello|hey|hiya|good (?:morning|afternoon|evening)';
/** Greetings and the like before a question. */
const opening = String.raw`(?:(?:${hello}|there|dear \w+|please|ok|okay|so|and|but|also|btw|by the way|oh|um|sorry|excuse me|thanks)\b[\s,.!:-]*)*`;
const softly = '(?:(?:please|kindly|just|only|also|really|maybe|perhaps|quickly) )*';
const wanting = `(?:(?:i|we|id) )?(?:would )?${softly}(?:like|love|want|wanted|need|needed|trying|hoping) to`;
const wondering = `(?:(?:i|we) )?(?:am |was |are |were )?${softly}(?:wondering|curious|asking|checking|enquiring|inquiring)`;
const telling =
  '(?:tell (?:me|us)|let (?:me|us) know|explain(?: to me)?|advise(?: me)?|inform me|clarify|confirm)';
const question =
  '(?:(?:i have|i have got|have|got|just|a|one|another|my) )*(?:(?:quick|small|silly|stupid|short) )*(?:question|query)(?: for you)?(?: is)?';

/** Ways to say that a question follows, after tidying: before the question itself ... */
const leads = [
  `${wanting} (?:know|ask|find out|check|understand|hear)(?: about)?`,
  `${wondering}(?: about)?`,
  `(?:can|could|would|will|may|might) (?:you|someone|anyone|i|we) ${softly}(?:${telling}|ask|know)`,
  `(?:hoping )?(?:you|someone) (?:can|could|would|might) ${softly}${telling}`,
  `${softly}${telling}`,
  '(?:do|does) (?:you|anyone|anybody) (?:happen to )?know',
  '(?:got |have you )?any (?:idea|clue)',
  `${question}(?: about)?`,
].join('|');
/** ... and before what it is about. "Tell me about" asks something: what that is. */
const leadsAbout = `(?:${wanting} ask|${wondering}|${question})(?: you)? (?:about|regarding|on) |${question} ?[,:-]`;
/** "Can I ask for fewer needles" only asks for needles: a question must begin. */
const leadIn = new RegExp(
  String.raw`^${opening}(?:(?:${leads})[\s,.:-]+(?:(?:please[\s,.:-]+)?(?:if|whether|that)\b[\s,.:-]+|(?=${questionWord}))(?=\S+ \S)|(?:${leadsAbout}) *(?=\S))`,
);

/** What is said to whoever reads, before a message of three words or more ... */
const addressed = [
  `(?:${hello}|howdy|good day)(?: (?:there|all|guys|team|folks|everyone|sir|madam|doctor|doc|dr))*`,
  'dear (?:all|team|sirs?|madam|doctor|doc|dr)',
  'u+m+|h+m+|lol|haha|oh|ah|eh',
  '(?:so )?(?:to be honest|tbh|honestly|actually|basically)',
].join('|');
const excused = [
  '(?:just )?(?:a )?(?:silly|stupid|daft|quick|random) (?:question|one)',
  'sorry to (?:bother|trouble|disturb) you',
  'not sure if this is the right place',
  '(?:just )?before i (?:book|commit|decide|sign up|come(?: in)?)',
].join('|');
const greeting = new RegExp(
  String.raw`^(?:(?:${addressed})\b|(?:${excused})(?=[\s,.:!-]))[\s,.:!-]*(?:but\b[\s,]*)?(?=\S+ \S+ \S)`,
);
/** ... and after it. */
const ended = [
  '(?:many )?thanks|thank you|cheers|please|lol|haha|tbh|to be honest|x{1,4}',
  'mate|lads|guys|folks|pal|bro',
  '(?:please|kindly) (?:reply|respond|answer|advise|help|let me know)(?: me| us)?(?: asap| soon| quickly)?',
  'any (?:help|advice|info(?:rmation)?)(?: (?:is|would be|will be))?(?: (?:much|greatly))? appreciated',
  '(?:would )?appreciate any (?:help|advice|info(?:rmation)?)',
  'sorry (?:for|about) (?:(?:the|my|any|bad) )*(?:typos?|spelling|english)',
  'just (?:wondering|curious|asking)',
].join('|');
const closing = new RegExp(
  String.raw`(?<=\S\s\S+\s\S+)[\s,.!-]+(?:${ended})(?: (?:in advance|so much|very much|a lot|again))*[\s.!]*$`,
);

/**
 * A tidied question without the words that only say that one follows: "I'd like to know where you
 * are" asks what "where you are" asks. "Tell me why" stays: two words are left, or what it is about. So
 * are greetings and thanks beside three words or more.
 */
export function withoutLeadIn(tidied: string): string {
  const rest = tidied.replace(closing, '').replace(leadIn, '').replace(greeting, '');
  return rest === tidied ? tidied : withoutLeadIn(rest);
}
