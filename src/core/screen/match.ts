import type { CompiledExpression, CompiledPart, CompiledSequence, Lexicon } from './compile.ts';
import {
  type GroupSpans,
  groupSpans,
  joinSpans,
  LONGEST,
  NONE,
  type Span,
  spanOf,
} from './spans.ts';
import { patternsOf } from './spelling.ts';
import type { Words } from './words.ts';

/** Words that a gap may skip, words between two things that stand near, fillers in a row. */
const GAP = 4;
const NEAR = 8;
const FILLERS = 2;
/** No more matches are kept for one place: the cost stays linear. */
const PER_START = 4;

/** Finds expressions in one message. Each group is looked for once and remembered. */
export class Matcher {
  readonly #lexicon: Lexicon;
  readonly #words: Words;
  readonly #patterns: readonly (readonly number[])[];
  readonly #places = new Map<number, number[]>();
  readonly #found = new Map<number, GroupSpans>();

  /** `masked` words belong to an idiom and are read as nothing. */
  constructor(lexicon: Lexicon, words: Words, masked: ReadonlySet<number> = new Set()) {
    this.#lexicon = lexicon;
    this.#words = words;
    const known = new Map<string, readonly number[]>();
    this.#patterns = words.texts.map((text, at) => {
      if (masked.has(at)) return [];
      const patterns = known.get(text) ?? patternsOf(lexicon.spelling, text);
      known.set(text, patterns);
      for (const pattern of patterns) this.#note(pattern, at);
      return patterns;
    });
  }

  /** Every place where a group of words stands, in order. */
  named(name: string): readonly Span[] {
    const id = this.#lexicon.groupIds.get(name);
    return id === undefined ? [] : this.#group(id).all;
  }

  /** Every place where an expression without `&&` matches. */
  near(group: readonly CompiledSequence[]): readonly Span[] {
    for (const sequence of group) if (!this.#isPossible(sequence)) return NONE.all;
    let spans: readonly Span[] | undefined;
    for (const sequence of group) {
      const others = this.#sequence(sequence);
      spans = spans ? this.#together(spans, others) : others;
      if (spans.length === 0) return NONE.all;
    }
    return spans ?? NONE.all;
  }

  #group(id: number): GroupSpans {
    const known = this.#found.get(id);
    if (known) return known;
    const spans: Span[] = [];
    for (const expression of this.#lexicon.groups[id]?.expressions ?? []) {
      for (const span of this.#everywhere(expression)) spans.push(span);
    }
    const found = groupSpans(spans);
    this.#found.set(id, found);
    return found;
  }

  /** A group's own `&&` joins the first of each part: enough to know that both are there. */
  #everywhere(expression: CompiledExpression): readonly Span[] {
    const [only, ...more] = expression.groups;
    if (only && more.length === 0) return this.near(only);
    const firsts = expression.groups.map((group) => this.near(group)[0]);
    return firsts.every((span) => span !== undefined) ? [joinSpans(firsts)] : [];
  }

  #sequence(parts: CompiledSequence): readonly Span[] {
    const first = parts[0];
    if (first?.kind !== 'one') return [];
    const spans: Span[] = [];
    for (const start of this.#starts(first)) {
      const found: Span[] = [];
      this.#walk(parts, 0, start, [], found);
      spans.push(...found);
    }
    return spans;
  }

  /** The cheap question first: most expressions have a word that the message has not. */
  #isPossible(parts: CompiledSequence): boolean {
    for (const part of parts) {
      if (part.kind === 'one' && !part.optional && !this.#isThere(part)) return false;
    }
    return true;
  }

  #isThere(part: CompiledPart & { kind: 'one' }): boolean {
    for (const pattern of part.patterns) if (this.#places.has(pattern)) return true;
    for (const group of part.groups) if (this.#group(group).all.length > 0) return true;
    return false;
  }

  #starts(part: CompiledPart & { kind: 'one' }): readonly number[] {
    const starts = new Set(part.patterns.flatMap((pattern) => this.#places.get(pattern) ?? []));
    for (const group of part.groups)
      for (const span of this.#group(group).all) starts.add(span.start);
    return [...starts].sort((a, b) => a - b);
  }

  /** Follows the parts from one place on, shortest way first, and gathers complete spans. */
  #walk(
    parts: CompiledSequence,
    part: number,
    at: number,
    tokens: readonly number[],
    found: Span[],
  ): void {
    if (found.length >= PER_START) return;
    const here = parts[part];
    if (here === undefined) {
      found.push(spanOf(tokens));
      return;
    }
    if (here.kind === 'gap') {
      for (const next of this.#reach(tokens, at, GAP))
        this.#step(parts, part + 1, next, tokens, found);
      return;
    }
    const places = part === 0 ? [at] : this.#adjacent(tokens, at);
    for (const place of places) this.#step(parts, part, place, tokens, found);
    if (here.optional) this.#walk(parts, part + 1, at, tokens, found);
  }

  #step(
    parts: CompiledSequence,
    part: number,
    at: number,
    tokens: readonly number[],
    found: Span[],
  ): void {
    const here = parts[part];
    if (here?.kind !== 'one') return;
    if (here.patterns.some((pattern) => this.#patterns[at]?.includes(pattern))) {
      this.#walk(parts, part + 1, at + 1, [...tokens, at], found);
    }
    for (const group of here.groups) {
      for (const span of this.#group(group).from[at] ?? []) {
        this.#walk(parts, part + 1, span.end + 1, [...tokens, ...span.tokens], found);
      }
    }
  }

  /** The next place, and those after fillers. */
  #adjacent(tokens: readonly number[], at: number): readonly number[] {
    const places = this.#reach(tokens, at, FILLERS);
    const blocked = places.findIndex(
      (place) => !this.#lexicon.fillers.has(this.#words.texts[place] ?? ''),
    );
    return blocked === -1 ? places : places.slice(0, blocked + 1);
  }

  /** Up to `more` places beyond `at`, none beyond a full stop or a "but". */
  #reach(tokens: readonly number[], at: number, more: number): readonly number[] {
    const side = this.#words.side[tokens.at(-1) ?? at];
    const places: number[] = [];
    for (let place = at; place <= at + more && this.#words.side[place] === side; place++) {
      if (place < this.#words.texts.length) places.push(place);
    }
    return places;
  }

  #together(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
    const { from } = groupSpans(others);
    return spans.flatMap((span) => {
      const joined: Span[] = [];
      const last = Math.min(span.end + NEAR + 1, this.#words.texts.length - 1);
      for (let at = Math.max(0, span.start - NEAR - LONGEST); at <= last; at++) {
        for (const other of from[at] ?? []) {
          if (joined.length < PER_START && this.#isNear(span, other))
            joined.push(joinSpans([span, other]));
        }
      }
      return joined;
    });
  }

  #isNear(a: Span, b: Span): boolean {
    const between = Math.max(b.start - a.end, a.start - b.end) - 1;
    const [start, end] = [Math.min(a.start, b.start), Math.max(a.end, b.end)];
    return between <= NEAR && this.#words.side[start] === this.#words.side[end];
  }

  #note(pattern: number, at: number): void {
    const places = this.#places.get(pattern);
    if (places) places.push(at);
    else this.#places.set(pattern, [at]);
  }
}
