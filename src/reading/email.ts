import type { Reading } from '../core/flow/readers.ts';

/** The HTML standard's form of an address, with at least one dot after the @. */
const ADDRESS =
  /[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+/i;

/** Finds an e-mail address in a text; something with an @ that is none is a problem. */
export function readEmail(text: string): Reading {
  const found = ADDRESS.exec(text)?.[0].replace(/^[.'`{|]+/, '');
  if (found !== undefined && wellFormed(found))
    return { kind: 'value', value: found, shown: found };
  const tried = /\S*@\S*/.exec(text)?.[0];
  if (tried === undefined) return { kind: 'none' };
  return { kind: 'problem', code: 'email-invalid', shown: tried, options: [] };
}

/** RFC 5321: at most 64 signs before the @ and 254 in all; no two dots together, none at an end. */
function wellFormed(address: string): boolean {
  const [local = ''] = address.split('@');
  const dots = local.includes('..') || local.endsWith('.') || local === '';
  return !dots && local.length <= 64 && address.length <= 254 && /\.[a-z]{2,}$/i.test(address);
}
