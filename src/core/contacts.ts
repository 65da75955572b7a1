import { EMAIL, LONG_NUMBER } from './redact.ts';

/** How somebody can be reached: e-mail addresses, and phone numbers. */
export interface Contacts {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Country codes have one to three digits (ITU-T E.164). */
const LONGEST_COUNTRY_CODE = 3;
const SHORTEST_PHONE = 7;
/** More digits than any number has: two numbers side by side. */
const LONGEST_PHONE = 15;

/** Whether a text names one of the contacts, however it is spelled, spaced or prefixed. */
export function mentions(text: string, { emails, phones }: Contacts): boolean {
  const addresses = text.match(EMAIL)?.map((found) => found.toLowerCase()) ?? [];
  if (emails.some((email) => addresses.includes(email.toLowerCase()))) return true;
  if (phones.length === 0) return false;
  const numbers = text.replaceAll('(0)', ' ').match(LONG_NUMBER) ?? [];
  return numbers.some((number) =>
    phones.some((phone) => isSamePhone(number, phone) || holds(number, phone)),
  );
}

/** With or without country code: `020 7946 0018` is `+44 20 7946 0018`. */
export function isSamePhone(one: string, other: string): boolean {
  const [a, b] = [plainDigits(one), plainDigits(other)];
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const prefix = long.length - short.length;
  return long.endsWith(short) && short.length >= SHORTEST_PHONE && prefix <= LONGEST_COUNTRY_CODE;
}

/** Among numbers that stand side by side. */
function holds(numbers: string, phone: string): boolean {
  const [run, wanted] = [plainDigits(numbers), plainDigits(phone)];
  if (run.length <= LONGEST_PHONE) return false;
  const codes = Array.from({ length: LONGEST_COUNTRY_CODE + 1 }, (_, code) => code);
  const ends = codes.map((code) => wanted.slice(code));
  return ends.some((end) => end.length >= SHORTEST_PHONE && run.includes(end));
}

/** Digits, full-width ones as well, without the zeros that stand for "abroad" or "in this country". */
function plainDigits(phone: string): string {
  return phone.normalize('NFKC').replaceAll('(0)', '').replace(/\D/g, '').replace(/^0+/, '');
}
