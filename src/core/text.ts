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
  couldve: 'could have',
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
  shouldve: 'should have',
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
  wouldve: 'would have',
  youre: 'you are',
  youve: 'you have',
};

/** Short forms that mean one thing wherever they stand. */
const shortForms: Readonly<Record<string, string>> = {
  '2day': 'today',
  '2moro': 'tomorrow',
  '2morrow': 'tomorrow',
  '2mrw': 'tomorrow',
  '2nite': 'tonight',
  abit: 'a bit',
  abt: 'about',
  aft: 'after',
  alot: 'a lot',
  altho: 'although',
  any1: 'anyone',
  appt: 'appointment',
  appts: 'appointments',
  aswell: 'as well',
  b4: 'before',
  bc: 'because',
  bcos: 'because',
  bfore: 'before',
  bt: 'but',
  cld: 'could',
  cnt: 'can not',
  cos: 'because',
  coz: 'because',
  cud: 'could',
  cus: 'because',
  cuz: 'because',
  dat: 'that',
  defo: 'definitely',
  dis: 'this',
  dnt: 'do not',
  doc: 'doctor',
  doin: 'doing',
  dr: 'doctor',
  evry: 'every',
  fri: 'friday',
  frm: 'from',
  gd: 'good',
  gettin: 'getting',
  goin: 'going',
  hav: 'have',
  hr: 'hour',
  hrs: 'hours',
  hv: 'have',
  idk: 'i do not know',
  jst: 'just',
  jus: 'just',
  kinda: 'kind of',
  lemme: 'let me',
  lil: 'little',
  lng: 'long',
  mins: 'minutes',
  mornin: 'morning',
  msg: 'message',
  mth: 'month',
  mths: 'months',
  nd: 'and',
  nite: 'night',
  nothin: 'nothing',
  nxt: 'next',
  pls: 'please',
  plz: 'please',
  ppl: 'people',
  probs: 'probably',
  prolly: 'probably',
  r: 'are',
  secs: 'seconds',
  shld: 'should',
  shud: 'should',
  smth: 'something',
  smthing: 'something',
  sorta: 'sort of',
  sth: 'something',
  sum1: 'someone',
  tdy: 'today',
  thanx: 'thanks',
  thn: 'then',
  thnx: 'thanks',
  tho: 'though',
  thru: 'through',
  thurs: 'thursday',
  thx: 'thanks',
  tks: 'thanks',
  tmoz: 'tomorrow',
  tmr: 'tomorrow',
  tmrw: 'tomorrow',
  tmw: 'tomorrow',
  tnite: 'tonight',
  tomoro: 'tomorrow',
  tomoz: 'tomorrow',
  tonite: 'tonight',
  tq: 'thanks',
  tues: 'tuesday',
  ty: 'thanks',
  u: 'you',
  ur: 'your',
  urs: 'yours',
  wana: 'want to',
  wat: 'what',
  weds: 'wednesday',
  wen: 'when',
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
