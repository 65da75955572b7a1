/** Short forms and Malay words for days and times, as the English that the readers know. */
const WORDS: Readonly<Record<string, string>> = {
  tmr: 'tomorrow',
  tmrw: 'tomorrow',
  tmw: 'tomorrow',
  tomoro: 'tomorrow',
  tomorow: 'tomorrow',
  tommorow: 'tomorrow',
  tommorrow: 'tomorrow',
  tmrrw: 'tomorrow',
  wednsday: 'wednesday',
  wensday: 'wednesday',
  thrusday: 'thursday',
  thusday: 'thursday',
  tuseday: 'tuesday',
  teusday: 'tuesday',
  saterday: 'saturday',
  fryday: 'friday',
  aft: 'after',
  morn: 'morning',
  arvo: 'afternoon',
  eve: 'evening',
  wk: 'week',
  wknd: 'weekend',
  wkday: 'weekday',
  esok: 'tomorrow',
  lusa: 'day after tomorrow',
  semalam: 'yesterday',
  isnin: 'monday',
  selasa: 'tuesday',
  rabu: 'wednesday',
  khamis: 'thursday',
  jumaat: 'friday',
  sabtu: 'saturday',
  ahad: 'sunday',
  pagi: 'morning',
  tengahari: 'lunchtime',
  petang: 'afternoon',
  malam: 'evening',
  selepas: 'after',
  lepas: 'after',
  sebelum: 'before',
  atau: 'or',
  dan: 'and',
  pukul: 'at',
  setiap: 'every',
  hingga: 'to',
};

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bhari ini\b/g, 'today'],
  [/\bminggu depan\b/g, 'next week'],
  [/\bminggu ini\b/g, 'this week'],
  [/\bhujung minggu\b/g, 'weekend'],
  [/\bbila[- ]bila(?: masa)?\b/g, 'any time'],
  [/\bsecepat mungkin\b/g, 'asap'],
  [/\bday after (?:tmr|tmrw|tomorrow)\b/g, 'in 2 days'],
  [/\blusa\b/g, 'in 2 days'],
  [/\b(?:a )?week (?:on|from) (?=mon|tue|wed|thu|fri|sat|sun)/g, 'next week '],
];

/** Lower-case English with one spelling for each word. */
export function toEnglish(text: string): string {
  const lower = text.toLowerCase().replace(/[’‘]/g, "'").replace(/[–—]/g, '-');
  const phrased = PHRASES.reduce((sofar, [from, to]) => sofar.replace(from, to), lower);
  return phrased.replace(/\p{L}+/gu, (word) => WORDS[word] ?? word);
}
