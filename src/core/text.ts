/**
 * Plain words from what people type: one spelling for each sign, contractions written out, the
 * short forms of phone keyboards made long. Nothing here knows about the clinic.
 */

/** Written without the apostrophe or as one word; `ill`, `well`, `were` stay: they are words. */
const contractions: Readonly<Record<string, string>> = {
  aint: 'is not',
  arent: 'are not',
  cannot: 'can not',
  cant: 'can not',
  couldnt: 'could not',
  didnt: 'did not',
  doesnt: 'does not',
  dont: 'do not',
  dunno: 'do not know',
  gimme: 'give me',
  gonna: 'going to',
  gotta: 'got to',
  hadnt: 'had not',
  hasnt: 'has not',
  havent: 'have not',
  hes: 'he is',
  hows: 'how is',
  im: 'i am',
  isnt: 'is not',
  its: 'it is',
  ive: 'i have',
  lets: 'let us',
  shes: 'she is',
  shouldnt: 'should not',
  thats: 'that is',
  theres: 'there is',
  theyre: 'they are',
  wanna: 'want to',
  wasnt: 'was not',
  werent: 'were not',
  whats: 'what is',
  whens: 'when is',
  wheres: 'where is',
  whos: 'who is',
  whys: 'why is',
  wont: 'will not',
  wouldnt: 'would not',
  youre: 'you are',
  youve: 'you have',
};

/** Short forms that mean one thing wherever they stand. */
const shortForms: Readonly<Record<string, string>> = {
  '2day': 'today',
  '2moro': 'tomorrow',
  '2morrow': 'tomorrow',
  '2nite': 'tonight',
  abt: 'about',
  aft: 'after',
  appt: 'appointment',
  appts: 'appointments',
  b4: 'before',
  bcos: 'because',
  bfore: 'before',
  bt: 'but',
  cld: 'could',
  cos: 'because',
  coz: 'because',
  cud: 'could',
  cuz: 'because',
  doc: 'doctor',
  dr: 'doctor',
  fri: 'friday',
  gd: 'good',
  hav: 'have',
  hr: 'hour',
  hrs: 'hours',
  hv: 'have',
  lng: 'long',
  mins: 'minutes',
  msg: 'message',
  mth: 'month',
  mths: 'months',
  nd: 'and',
  nite: 'night',
  pls: 'please',
  plz: 'please',
  ppl: 'people',
  r: 'are',
  shld: 'should',
  shud: 'should',
  tdy: 'today',
  thru: 'through',
  thurs: 'thursday',
  thx: 'thanks',
  tks: 'thanks',
  tmr: 'tomorrow',
  tmrw: 'tomorrow',
  tmw: 'tomorrow',
  tnite: 'tonight',
  tomoro: 'tomorrow',
  tonite: 'tonight',
  tq: 'thanks',
  tues: 'tuesday',
  ty: 'thanks',
  u: 'you',
  ur: 'your',
  wat: 'what',
  weds: 'wednesday',
  wht: 'what',
  wk: 'week',
  wks: 'weeks',
  wld: 'would',
  wud: 'would',
  wut: 'what',
  y: 'why',
  ya: 'you',
  yday: 'yesterday',
  yest: 'yesterday',
  yr: 'year',
  yrs: 'years',
  ytd: 'yesterday',
};

const longForms: ReadonlyMap<string, string> = new Map([
  ...Object.entries(contractions),
  ...Object.entries(shortForms),
]);

/** After these `'s` is "is"; after anything else it is an owner's mark and falls away. */
const takesIs = /\b(it|he|she|that|what|who|where|when|how|why|there|here|this)'s\b/g;

/**
 * One plain form of a text: lower case, straight quotes, no accents, contractions and short forms
 * written out, `3days` as `3 days`, sooooo as soo. Sentence marks stay. Doing it twice changes nothing.
 */
export function tidy(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[‘’ʼ´`′]/g, "'")
    .replace(/[“”″]/g, '"')
    .replace(/[–—]/g, ' - ')
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/\bw\/o\b/g, 'without')
    .replace(/\bw\/(?=\s|$)/g, 'with')
    .replace(/\by'day\b/g, 'yesterday')
    .replace(
      /\b(?!2day\b)(\d+)(?=(?:days?|hrs?|hours?|mins?|minutes?|weeks?|wks?|months?|mths?|years?|yrs?)\b)/g,
      '$1 ',
    );
  return apart(plain)
    .replace(/[\p{L}\p{N}]+/gu, (word) => longForms.get(word) ?? word)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Takes `isn't`, `we'll`, `clinic's` apart. */
function apart(text: string): string {
  return text
    .replace(/\bcan't\b/g, 'can not')
    .replace(/\bwon't\b/g, 'will not')
    .replace(/n't\b/g, ' not')
    .replace(/\blet's\b/g, 'let us')
    .replace(takesIs, '$1 is')
    .replace(/'ll\b/g, ' will')
    .replace(/'re\b/g, ' are')
    .replace(/'ve\b/g, ' have')
    .replace(/\bi'm\b/g, 'i am')
    .replace(/'d\b/g, ' would')
    .replace(/'s\b/g, '');
}

/** The words of a text that was tidied: letters and digits, no signs. */
export function words(tidied: string): readonly string[] {
  return tidied.match(/[\p{L}\p{N}]+/gu) ?? [];
}
