import type { Reading } from '../core/flow/readers.ts';

/** "My name is Ana Lim": what follows is a name, however it is spelled. */
const NAMED =
  /\b(?:my name(?: is|'s|s|:)|name is|name:|i am called|i'm called|nama saya|saya bernama|nama:)\s+([^,;:.!?\n\d@]+)/i;

/** "It's Ana", "I'm Ana": a name only when it is not an ordinary word ("I'm sore"). */
const POINTED = /\b(?:it is|it's|its|this is|i am|i'm|im|call me|saya|ini)\s+([^,;:.!?\n\d@]+)/gi;

/** Words that begin what comes after a name in the same breath. */
const AFTER =
  /\s+(?:and|but|from|here|my|on|at|i|i'm|im|phone|number|mobile|tel|email|e-mail|please|pls|calling|looking|from|dan)\b.*$/i;

const WORD = /^\p{L}[\p{L}\p{M}'’.-]*$/u;

/** Parts of names that keep their small letters. */
const PARTS = new Set(['bin', 'binti', 'van', 'von', 'de', 'al', 'a/l', 'a/p', '@']);

/** Ordinary words that stand where a name might, so that "I'm sore" or "no thanks" is none. */
const ORDINARY = new Set(
  `a about after again all already also am an and any anyone anything are as ask at away back bad be because been
  before being best better book booked booking bot bye calf call can cancel cant change come coming could day did do
  does doing done dont else everything feel feeling fine first for from get getting go going good great had happy has
  have having heel hello help her here hey hi him how hurt hurting hurts i if in interested is isnt it its just keen
  knee know later lah let like little looking maybe me mind much my name need needle needling never new next no nobody
  none nope not nothing now of off ok okay old on one only or our out over pain patient person phone please pls pregnant
  question ready really runner running same say she skip someone something soon sore sorry start still stop
  sure taking tell thank thanks that the their them there they thing think this time tired to today tomorrow too
  treatment trying unsure urgent us very wait want was we week well what whatever when where which
  who why will with wont wondering work worried would writing wrong yeah yes yet you your
  ada apa boleh dengan hai ini itu kenapa mahu nak sakit tak takde tidak tolong ya`.split(/\s+/),
);

/** Reads a person's name. While something else is asked, only a plain introduction counts. */
export function readName(text: string, volunteered = false): Reading {
  const straight = text.replace(/[’‘]/g, "'");
  const named = NAMED.exec(straight)?.[1];
  if (named !== undefined) return asName(named, true);
  for (const [, pointed = ''] of straight.matchAll(POINTED)) {
    const name = asName(pointed, false);
    if (name.kind === 'value' && (!volunteered || introduced(straight, pointed))) return name;
  }
  return volunteered || straight.search(POINTED) >= 0
    ? { kind: 'none' }
    : asName(firstPart(straight), false);
}

/** "it's Ana, …" or "I'm Ana Lim": a capital, or a pause after it. */
function introduced(text: string, name: string): boolean {
  const after = text.slice(text.indexOf(name) + name.length).trimStart();
  return /^\p{Lu}/u.test(name) || after.startsWith(',');
}

/** A name comes first, or after a number or address that is taken out. */
function firstPart(text: string): string {
  const rest = text.replace(/\S+@\S+|\+?\(?\d[\d\s().-]*/g, ',');
  return rest.split(/[,;\n!]/).find((part) => /\p{L}/u.test(part)) ?? '';
}

function asName(text: string, surely: boolean): Reading {
  const words = text
    .replace(AFTER, '')
    .trim()
    .replace(/[.\s]+$/, '')
    .split(/\s+/);
  if (words.length > 6 || !words.every((word) => WORD.test(word) || PARTS.has(word))) {
    return { kind: 'none' };
  }
  if (isOrdinary(words, surely)) return { kind: 'none' };
  const shown = words.map(capital).join(' ');
  return { kind: 'value', value: shown, shown };
}

/** "Will Smith" has capitals and is a name; "will it" is none; "my name is Will" leaves no doubt. */
function isOrdinary(words: readonly string[], surely: boolean): boolean {
  const ordinary = words.filter((word) => ORDINARY.has(word.toLowerCase())).length;
  if (surely) return /^(not|none|no|the|a)$/i.test(words[0] ?? '');
  if (words.join('').length < 2) return true;
  const capitals = words.every((word) => /^\p{Lu}/u.test(word));
  return capitals ? ordinary === words.length : ordinary > 0;
}

/** "ana lim" is read back as "Ana Lim"; a name with capitals of its own stays as typed. */
function capital(word: string): string {
  if (word !== word.toLowerCase() || PARTS.has(word)) return word;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
