import type { TimeWords } from '../core/flow/words.ts';

export type Part = 'morning' | 'lunchtime' | 'afternoon' | 'evening';

/** A stretch of a day in minutes from midnight; `part` when it was named by a word. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly kind: 'part' | 'from' | 'until' | 'between' | 'at';
  readonly part: Part | null;
  /** True when "at 7" left open which half of the day is meant. */
  readonly open: boolean;
}

const PARTS: readonly { part: Part; words: RegExp; from: number; to: number }[] = [
  {
    part: 'morning',
    words: /\b(?:mornings?|(?<!\bi )am(?! i\b)|a\.m\.?|before noon|breakfast)\b/,
    from: 0,
    to: 720,
  },
  { part: 'lunchtime', words: /\b(?:lunch ?times?|lunch|midday|noon)\b/, from: 690, to: 840 },
  { part: 'afternoon', words: /\b(?:afternoons?|p\.?m\.?)\b/, from: 720, to: 1020 },
  { part: 'evening', words: /\b(?:evenings?|nights?|tonight|after ?work)\b/, from: 1020, to: 1320 },
];

const HOUR = String.raw`(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?|o'?clock)?`;
const BETWEEN = new RegExp(
  String.raw`\b(?:between|from)?\s*${HOUR}\s*(?:-|–|to|till?|until|and)\s*${HOUR}(?![\d/])`,
);
const FROM = new RegExp(
  String.raw`\b(?:after|from|past|since|later than|any ?time after)\s+${HOUR}(?![\d/])`,
);
const UNTIL = new RegExp(String.raw`\b(?:before|by|until|till|earlier than)\s+${HOUR}(?![\d/])`);
const AT = new RegExp(String.raw`\b(?:at|around|about|@)\s*${HOUR}(?![\d/])`);
const PLAIN =
  /(?<![\d/:.-])(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?|o'?clock)(?![\w])|(?<![\d/.-])(\d{1,2}):(\d{2})(?![\d/])/;

/** The time of day named in lower-case words, or null. */
export function readStretch(text: string): Stretch | null {
  return readClock(text) ?? readPart(text);
}

function readPart(text: string): Stretch | null {
  const found = PARTS.filter(({ words }) => words.test(text));
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined) return null;
  if (found.length === 1) return { ...first, kind: 'part', open: false };
  return { from: first.from, to: last.to, kind: 'between', part: null, open: false };
}

function readClock(text: string): Stretch | null {
  const between = BETWEEN.exec(text);
  if (between !== null) return readBetween(between);
  const from = timeOf(FROM.exec(text));
  if (from !== null) return { ...from, from: from.minute, to: 1440, kind: 'from', part: null };
  const until = timeOf(UNTIL.exec(text));
  if (until !== null) return { ...until, from: 0, to: until.minute, kind: 'until', part: null };
  const at = timeOf(AT.exec(text)) ?? timeOf(plainTime(text));
  if (at === null) return null;
  return { ...at, from: at.minute, to: Math.min(at.minute + 30, 1440), kind: 'at', part: null };
}

function plainTime(text: string): readonly (string | undefined)[] | null {
  const match = PLAIN.exec(text);
  return match === null ? null : ['', match[1] ?? match[4], match[2] ?? match[5], match[3]];
}

/** "2 to 4 pm": the second half of the day holds for both, unless that turns them round. */
function readBetween(match: RegExpExecArray): Stretch | null {
  const [, hour, minutes, half, hour2, minutes2, half2] = match;
  const to = timeOf(['', hour2, minutes2, half2 ?? half]);
  const plainFrom = timeOf(['', hour, minutes, half ?? half2]);
  if (to === null || plainFrom === null) return null;
  const between = { kind: 'between', part: null } as const;
  if (plainFrom.minute < to.minute) {
    return { ...between, from: plainFrom.minute, to: to.minute, open: to.open };
  }
  // "10 to 2 pm" and "9 to 5": the first is in the morning, the second after noon.
  const from =
    half === undefined && plainFrom.minute >= 720 ? plainFrom.minute - 720 : plainFrom.minute;
  const until = to.open ? to.minute + 720 : to.minute;
  return from < until ? { ...between, from, to: until, open: false } : null;
}

function timeOf(
  match: readonly (string | undefined)[] | null,
): { minute: number; open: boolean } | null {
  if (match === null) return null;
  const hour = Number(match[1]);
  const minutes = Number(match[2] ?? '0');
  if (hour > 24 || minutes > 59) return null;
  const half = (match[3] ?? '').replace(/\W/g, '');
  const late = half === 'pm' && hour < 12 ? 12 : 0;
  const midnight = half === 'am' && hour === 12 ? -12 : 0;
  const open = (half === '' || half.startsWith('o')) && hour >= 1 && hour <= 11;
  return { minute: (hour + late + midnight) * 60 + minutes, open };
}

/** The other half of the day: 3 o'clock as 15:00. */
export function laterHalf(stretch: Stretch): Stretch {
  const shift = (minute: number) => (minute === 0 || minute === 1440 ? minute : minute + 720);
  const from = stretch.from >= 720 ? stretch.from : shift(stretch.from);
  const to = stretch.to > 720 ? stretch.to : shift(stretch.to);
  return { ...stretch, from, to, open: false };
}

/** "morning", "from 5 pm", "3:30 pm". */
export function showStretch(stretch: Stretch, words: TimeWords): string {
  const from = words.from.replace('{time}', showTime(stretch.from));
  const until = words.until.replace('{time}', showTime(stretch.to));
  switch (stretch.kind) {
    case 'part':
      return stretch.part === null ? from : words[stretch.part];
    case 'from':
      return from;
    case 'until':
      return until;
    case 'between':
      return `${from} ${until}`;
    case 'at':
      return showTime(stretch.from);
  }
}

function showTime(minute: number): string {
  const date = new Date(Date.UTC(1970, 0, 1, 0, minute));
  const format = { hour: 'numeric', minute: '2-digit', hourCycle: 'h12', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(date).replace(':00', '');
}

export function isoTime(minute: number): string {
  const hour = String(Math.floor(minute / 60)).padStart(2, '0');
  return `${hour}:${String(minute % 60).padStart(2, '0')}`;
}
