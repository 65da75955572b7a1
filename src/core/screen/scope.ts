import type { ScopeName } from './compile.ts';
import type { Matcher } from './match.ts';
import type { Span } from './spans.ts';
import type { Words } from './words.ts';

/** How a sign stands in what was said. Only an `actual` one is urgent. */
export type Standing = 'actual' | 'hypothetical' | 'negated' | 'past' | 'unrelated';

/** How far a "no" reaches, and a "no … , … or …". */
const REACH = 8;
const LIST_REACH = 14;
const LIST_ITEM = 3;
const JOINS: ReadonlySet<string> = new Set(['or', 'nor']);
const UNBROKEN: ReadonlySet<string> = new Set(['if', 'when', 'whether', 'that', 'while', 'or']);

/** What the words around each word do to it: denied, asked about, long past, of something else. */
export class Scopes {
  readonly #words: Words;
  readonly #matcher: Matcher;
  /** For each word, the first word of the negation over it. */
  readonly #negatedBy: number[] = [];
  readonly #hypothetical: boolean[] = [];
  readonly #past: boolean[] = [];
  /** Words of a question that is about nobody yet: "can needling help with shortness of breath". */
  readonly #inGeneral: boolean[] = [];
  readonly #personal: ReadonlySet<number | undefined>;
  readonly #aside: boolean;
  readonly #unrelated: boolean;

  constructor(words: Words, matcher: Matcher) {
    this.#words = words;
    this.#matcher = matcher;
    this.#personal = new Set(this.#spans('personal').map((span) => words.clause[span.start]));
    this.#aside = this.#spans('aside').length > 0;
    this.#unrelated = this.#spans('unrelated').length > 0;
    this.#markNegated();
    this.#markWell();
    this.#markPast();
    this.#markHypothetical();
    this.#markInGeneral();
  }

  standingOf(span: Span): Standing {
    const some = (marked: readonly boolean[]) => span.tokens.some((token) => marked[token]);
    if (this.#isNegated(span)) return 'negated';
    if (some(this.#past)) return 'past';
    const personal = span.tokens.some((token) => this.#personal.has(this.#words.clause[token]));
    if (this.#unrelated && !personal) return 'unrelated';
    if (some(this.#hypothetical)) return 'hypothetical';
    if (!personal && (this.#aside || some(this.#inGeneral))) return 'hypothetical';
    return 'actual';
  }

  /** True when the sign's sentence also says that it was long ago. */
  saysLongAgo(span: Span): boolean {
    const sentence = this.#words.sentence[span.start];
    return this.#spans('past').some((past) => this.#words.sentence[past.start] === sentence);
  }

  /**
   * True when the words after a sign say that it is over: "… then fine", "… gone now"; not when they
   * are part of what returned, or is only asked or hoped ("otherwise I'm fine", "is that normal").
   */
  isSettled(span: Span): boolean {
    const returned = this.#spans('returned');
    const last = returned.at(-1)?.start ?? -1;
    return without(this.#spans('settled'), returned).some((settled) => {
      const apart =
        (this.#words.sentence[settled.start] ?? 0) - (this.#words.sentence[span.end] ?? 0);
      const after = settled.start > span.start && apart <= 1 && last < settled.start;
      return after && !this.#isDenied(settled);
    });
  }

  #spans(name: ScopeName): readonly Span[] {
    return this.#matcher.named(`scope ${name}`);
  }

  /** A negation that is part of the sign itself ("not breathing") does not cancel it. */
  #isNegated(span: Span): boolean {
    return span.tokens.some((token) => {
      const cue = this.#negatedBy[token];
      return cue !== undefined && !span.tokens.includes(cue);
    });
  }

  /** "hasn't gone away" is no end, though "hasn't gone" denies no sign either. */
  #isDenied(settled: Span): boolean {
    return this.#spans('negation').some(
      (cue) =>
        cue.start < settled.start &&
        settled.start - cue.end <= 3 &&
        this.#words.clause[cue.start] === this.#words.clause[settled.start],
    );
  }

  #markNegated(): void {
    const ends = new Set(this.#spans('negationEnds').map((span) => span.start));
    for (const cue of without(this.#spans('negation'), this.#spans('notNegation'))) {
      let reach = REACH;
      for (let at = cue.end + 1; at <= cue.end + reach; at++) {
        // "don't have …" goes on: only later words end it.
        if (
          this.#words.side[at] !== this.#words.side[cue.end] ||
          (ends.has(at) && at > cue.end + 1)
        )
          break;
        if (this.#words.clause[at] !== this.#words.clause[at - 1]) {
          if (!this.#listGoesOn(at)) break;
          reach = LIST_REACH;
        }
        this.#negatedBy[at] = cue.start;
      }
    }
  }

  /** "no redness, swelling or heat": a comma ends a negation unless a short list runs to an "or". */
  #listGoesOn(at: number): boolean {
    const { texts, clause, sentence } = this.#words;
    if (JOINS.has(texts[at] ?? '')) return true;
    let item = 0;
    for (let next = at; sentence[next] === sentence[at] && next < at + LIST_REACH; next++) {
      if (JOINS.has(texts[next] ?? '')) return true;
      item = clause[next] === clause[next - 1] ? item + 1 : 1;
      if (item > LIST_ITEM) return false;
    }
    return false;
  }

  /** "breathing is fine": the clause before it is denied, as by a "no". */
  #markWell(): void {
    const { clause } = this.#words;
    for (const cue of this.#spans('wellAgain')) {
      for (let at = cue.start - 1; clause[at] === clause[cue.start]; at--) {
        this.#negatedBy[at] ??= cue.start;
      }
    }
  }

  #markPast(): void {
    const { clause } = this.#words;
    const present = new Set(this.#spans('present').map((span) => clause[span.start]));
    const past = new Set(
      this.#spans('past').flatMap((span) => span.tokens.map((at) => clause[at])),
    );
    clause.forEach((id, at) => {
      if (past.has(id) && !present.has(id)) this.#past[at] = true;
    });
  }

  #markInGeneral(): void {
    const { texts, sentence } = this.#words;
    for (const cue of this.#spans('inGeneral')) {
      for (let at = cue.end + 1; at < texts.length && sentence[at] === sentence[cue.end]; at++) {
        this.#inGeneral[at] = true;
      }
    }
  }

  #markHypothetical(): void {
    const { texts, side, clause } = this.#words;
    const statements = new Set(this.#spans('statement').map((span) => span.start));
    for (const cue of without(this.#spans('hypothetical'), this.#spans('notHypothetical'))) {
      const open = UNBROKEN.has(texts[cue.end] ?? '');
      for (const at of cue.tokens) this.#hypothetical[at] = true;
      for (let at = cue.end + 1; at < texts.length && side[at] === side[cue.end]; at++) {
        const before = texts[at - 1] ?? '';
        const newClause = clause[at] !== clause[at - 1] && !(open && before === 'and');
        if (newClause && this.#personal.has(clause[at]) && at > cue.end + 1) break;
        if (
          statements.has(at) &&
          at > cue.end + 1 &&
          !UNBROKEN.has(before) &&
          !(open && before === 'and')
        )
          break;
        this.#hypothetical[at] = true;
      }
    }
  }
}

/** The spans that share no word with any of `others`. */
export function without(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  if (others.length === 0) return spans;
  const taken = new Set(others.flatMap((span) => span.tokens));
  return spans.filter((span) => !span.tokens.some((token) => taken.has(token)));
}
