import { readWords } from './words.ts';

/**
 * The language of the urgent rules:
 *
 *     short of breath        words in a row (a filler such as "really" may stand between)
 *     swell*                 any word that begins so
 *     can't/couldn't         one or the other
 *     the?                   may be left out
 *     {chest} {pain}         a group of words by its name; {leg}/{arm} one or the other
 *     can't … breathe        up to four words between
 *     {leg} & {swollen}      both, in any order, near each other, with no "but" between
 *     {leg} && {flight}      both anywhere in the message
 */
export interface Expression {
  readonly source: string;
  /** Joined by `&&`; each group is joined by `&`. */
  readonly groups: readonly (readonly Sequence[])[];
}

export type Sequence = readonly Part[];

export type Part =
  | { readonly kind: 'gap' }
  | { readonly kind: 'one'; readonly options: readonly Option[]; readonly optional: boolean };

export type Option =
  /** `text` ends with `*` when it is a stem. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'group'; readonly name: string };

/** An expression, or what is wrong with it in a clinician's words. */
export type ParsedExpression = Expression | { readonly error: string };

export function parseExpression(source: string): ParsedExpression {
  const groups = source.split('&&').map((group) => group.split('&').map(parseSequence));
  for (const sequence of groups.flat()) {
    if ('error' in sequence) return sequence;
    const first = sequence.parts[0];
    const last = sequence.parts.at(-1);
    if (!first || !last) return { error: 'an empty place beside &; write a word or a {group}' };
    if (first.kind === 'gap' || last.kind === 'gap') {
      return { error: 'a gap … at an end; it belongs between two words' };
    }
    if (first.optional) return { error: 'the first word may not be optional; leave it out' };
  }
  return {
    source,
    groups: groups.map((group) =>
      group.map((sequence) => ('parts' in sequence ? sequence.parts : [])),
    ),
  };
}

function parseSequence(source: string): { parts: Sequence } | { error: string } {
  const parts: Part[] = [];
  for (const piece of source
    .trim()
    .split(/\s+/)
    .filter((text) => text !== '')) {
    if (piece === '…' || piece === '...') {
      parts.push({ kind: 'gap' });
      continue;
    }
    const optional = piece.endsWith('?');
    const options = piece.replace(/\?$/, '').split('/').map(parseOption);
    for (const option of options) if ('error' in option) return option;
    parts.push({ kind: 'one', optional, options: options.filter((option) => 'kind' in option) });
  }
  return { parts };
}

function parseOption(text: string): Option | { error: string } {
  const group = /^\{([a-z0-9-]+)\}$/.exec(text)?.[1];
  if (group) return { kind: 'group', name: group };
  const stem = text.endsWith('*');
  const words = readWords(text).texts;
  if (words.length !== 1 || /[{}*?]/.test(text.replace(/\*$/, ''))) {
    return { error: `"${text}" is not a word, a stem like swell*, or a {group}` };
  }
  if (stem && (words[0] ?? '').length < 3) return { error: `"${text}" is too short for a stem` };
  return { kind: 'word', text: `${words[0]}${stem ? '*' : ''}` };
}
