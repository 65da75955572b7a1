import {
  type CountryCode,
  findPhoneNumbersInText,
  getExampleNumber,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import type { Reading } from '../core/flow/readers.ts';

/** A telephone number in a text and where it stands. */
export interface FoundPhone {
  readonly number: PhoneNumber;
  readonly start: number;
  readonly end: number;
}

/** Digits and what people put between them; fewer than six digits are no try at a number. */
const DIGITS = /\+?\(?\d[\d\s().-]*\d/g;

/** Reads a telephone number: E.164 as the value, the national form as it is read back. */
export function readPhone(text: string, country: string): Reading {
  const home = countryOf(country);
  const found = findPhone(text, country);
  if (found !== null)
    return { kind: 'value', value: found.number.number, shown: show(found, home) };
  const tried = runs(text).find(({ digits }) => digits.length >= 5);
  if (tried === undefined) return { kind: 'none' };
  return { kind: 'problem', code: 'phone-invalid', shown: tried.text.trim(), options: [] };
}

/** The first number in a text that can be one, with numbers without a prefix read in `country`. */
export function findPhone(text: string, country: string): FoundPhone | null {
  const home = countryOf(country);
  const options = home === undefined ? {} : { defaultCountry: home };
  const [listed] = findPhoneNumbersInText(text, options);
  if (listed !== undefined) {
    return { number: listed.number, start: listed.startsAt, end: listed.endsAt };
  }
  for (const run of runs(text)) {
    const number = parsePhoneNumberFromString(run.text, home);
    if (number !== undefined && plausible(number, run.text)) return { ...run, number };
  }
  return null;
}

/**
 * A number of the length of a mobile number is taken even where the numbering plan does not list
 * it: plans change, and a booking lost is worse than a digit to be asked about on the phone.
 */
function plausible(number: PhoneNumber, typed: string): boolean {
  if (number.isValid()) return true;
  const example = number.country && getExampleNumber(number.country, examples);
  if (!example || !number.isPossible()) return false;
  const trunk = !example.formatNational().startsWith('0') || /^[\s(]*[0+]/.test(typed);
  return trunk && number.nationalNumber.length === example.nationalNumber.length;
}

function runs(
  text: string,
): readonly { text: string; digits: string; start: number; end: number }[] {
  return [...text.matchAll(DIGITS)].map((match) => ({
    text: match[0],
    digits: match[0].replace(/\D/g, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function show({ number }: FoundPhone, home: CountryCode | undefined): string {
  return number.country === home ? number.formatNational() : number.formatInternational();
}

function countryOf(country: string): CountryCode | undefined {
  return isSupportedCountry(country) ? country : undefined;
}
