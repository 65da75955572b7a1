/**
 * Finds which written patterns a typed word stands for, typing errors included. A pattern is a word
 * ("swollen") or a stem ("swell*"). The index of shortened forms is the one of SymSpell: two words
 * one error apart share a form with one letter left out, so no word is ever compared with all.
 */
export interface Spelling {
  readonly exact: ReadonlyMap<string, number>;
  readonly stems: ReadonlyMap<string, number>;
  readonly shortened: ReadonlyMap<string, readonly string[]>;
  readonly squeezed: ReadonlyMap<string, readonly string[]>;
  /** Real words that look like a misspelt pattern and are not one: "breeding", "paint". */
  readonly realWords: ReadonlySet<string>;
  /** Their forms with one letter left out. */
  readonly realForms: ReadonlySet<string>;
}

const LONGEST = 24;

/** Builds the index once. `patterns[id]` is the pattern's text, with `*` at the end of a stem. */
export function indexSpelling(patterns: readonly string[], realWords: Iterable<string>): Spelling {
  const exact = new Map<string, number>();
  const stems = new Map<string, number>();
  const shortened = new Map<string, string[]>();
  const squeezed = new Map<string, string[]>();
  patterns.forEach((pattern, id) => {
    const letters = pattern.replace('*', '');
    (pattern.endsWith('*') ? stems : exact).set(letters, id);
    for (const form of shorter(letters, errorsAllowed(pattern))) add(shortened, form, pattern);
    if (!pattern.endsWith('*')) add(squeezed, squeeze(letters), pattern);
  });
  const real = new Set(realWords);
  const realForms = new Set([...real].flatMap((word) => [...shorter(word, 1)]));
  return Object.freeze({ exact, stems, shortened, squeezed, realWords: real, realForms });
}

/** The ids of all patterns that a typed word may stand for. */
export function patternsOf(spelling: Spelling, word: string): readonly number[] {
  const ids = written(spelling, word);
  if (ids.length > 0 || spelling.realWords.has(word) || /\d/.test(word)) return ids;
  if (word.length < 4 || word.length > LONGEST) return ids;
  return mistyped(spelling, word);
}

function written(spelling: Spelling, word: string): number[] {
  const ids: number[] = [];
  const whole = spelling.exact.get(word);
  if (whole !== undefined) ids.push(whole);
  for (let length = 3; length <= Math.min(word.length, LONGEST); length++) {
    const stem = spelling.stems.get(word.slice(0, length));
    if (stem !== undefined) ids.push(stem);
  }
  return ids;
}

/**
 * Two errors are believed only where one does not explain the word: "sorness" is soreness and not
 * shortness, "recedtion" reception and not retention.
 */
function mistyped(spelling: Spelling, word: string): number[] {
  const found = new Set<string>(spelling.squeezed.get(squeeze(word)));
  for (const pattern of nearWords(spelling, word, 1)) found.add(pattern);
  const isExplained = found.size > 0 || isNearReal(spelling, word);
  if (!isExplained) for (const pattern of nearWords(spelling, word, 2)) found.add(pattern);
  for (let length = 4; length <= word.length; length++) {
    const beginning = word.slice(0, length);
    for (const form of shorter(beginning, 1)) {
      for (const pattern of spelling.shortened.get(form) ?? []) {
        if (
          pattern.endsWith('*') &&
          isNear(pattern.slice(0, -1), beginning, errorsAllowed(pattern))
        )
          found.add(pattern);
      }
    }
  }
  return [...found].flatMap((pattern) => written(spelling, pattern.replace('*', '')));
}

function isNearReal({ realForms }: Spelling, word: string): boolean {
  return [...shorter(word, 1)].some((form) => realForms.has(form));
}

/** Whole words at most so many errors away from the one that was typed. */
function nearWords(spelling: Spelling, word: string, errors: number): readonly string[] {
  const forms = [...shorter(word, word.length >= 8 ? errors : 1)];
  return forms
    .flatMap((form) => spelling.shortened.get(form) ?? [])
    .filter((pattern) => !pattern.endsWith('*'))
    .filter((pattern) => isNear(pattern, word, Math.min(errors, errorsAllowed(pattern))));
}

/** One error in words of five letters and more, two from nine; stems, being open, at most one. */
function errorsAllowed(pattern: string): number {
  if (pattern.endsWith('*')) return pattern.length > 5 ? 1 : 0;
  return pattern.length >= 9 ? 2 : pattern.length >= 5 ? 1 : 0;
}

/** The word and its forms with up to `errors` letters left out. */
function shorter(word: string, errors: number): ReadonlySet<string> {
  const forms = new Set([word]);
  let last: readonly string[] = [word];
  for (let round = 0; round < errors; round++) {
    last = last.flatMap((form) =>
      [...form]
        .map((_, at) => form.slice(0, at) + form.slice(at + 1))
        .filter((cut) => cut.length > 2),
    );
    for (const form of last) forms.add(form);
  }
  return forms;
}

/** People rarely mistype a first letter, and "paint" is not "faint": it must stay, or be swapped. */
function isNear(pattern: string, word: string, errors: number): boolean {
  if (errors === 0) return false;
  const swapped = pattern[0] === word[1] && pattern[1] === word[0];
  return (pattern[0] === word[0] || swapped) && distance(pattern, word) <= errors;
}

/** Letters added, lost, changed or swapped with their neighbour (optimal string alignment). */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

/** Doubled letters as one: "nummb" and "numb" are alike, even in words too short for an error. */
function squeeze(word: string): string {
  return word.replace(/(\p{L})\1+/gu, '$1');
}

function add(index: Map<string, string[]>, key: string, value: string): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}
