/** Greetings and the like before a question. */
const opening = String.raw`(?:(?:hi|hello|hey|hiya|there|good (?:morning|afternoon|evening)|dear \w+|please|ok|okay|so|and|but|also|oh|um|sorry|excuse me|thanks)\b[\s,.!:-]*)*`;
const softly = '(?:(?:please|kindly|just|only|also|really|maybe|perhaps|quickly) )*';
const telling =
  '(?:tell (?:me|us)|let (?:me|us) know|explain(?: to me)?|advise(?: me)?|inform me|clarify|confirm)';
const knowing = '(?:know|ask|find out|check|understand|hear)';

/** Ways to say that a question follows, after tidying. */
const leads = [
  `(?:(?:i|we|id) )?(?:would )?${softly}(?:like|love|want|wanted|need|needed|trying|hoping) to ${knowing}`,
  `(?:(?:i|we) )?(?:am |was |are |were )?${softly}(?:wondering|curious|asking|checking|enquiring|inquiring)`,
  `(?:can|could|would|will|may|might) (?:you|someone|anyone|i|we) ${softly}(?:${telling}|ask|know)`,
  `(?:hoping )?(?:you|someone) (?:can|could|would|might) ${softly}${telling}`,
  `${softly}${telling}`,
  `(?:do|does) (?:you|anyone|anybody) (?:happen to )?know`,
  `(?:got |have you )?any (?:idea|clue)`,
  `(?:(?:i have|i have got|have|got|just|a|one|another|my) )*(?:(?:quick|small|silly|stupid|short) )*(?:question|query)(?: for you)?(?: is)?`,
].join('|');
/** What the question itself may begin with: "can I ask for fewer needles" only asks for needles. */
const asking =
  '(?:what|when|where|who|whose|why|how|which|is|are|was|do|does|did|can|could|will|would|should|has|have)';
const leadIn = new RegExp(
  String.raw`^${opening}(?:${leads})\b[\s,.:-]+(?:(?:(?:please|about|on|regarding|if|whether|that)\b[\s,.:-]+)+|(?=${asking}\b))(?=\S+\s+\S)`,
);

/**
 * A tidied question without the words that only say that one follows: "I'd like to know where you
 * are" asks what "where you are" asks. At least two words are left.
 */
export function withoutLeadIn(tidied: string): string {
  const rest = tidied.replace(leadIn, '');
  return rest === tidied ? tidied : withoutLeadIn(rest);
}
