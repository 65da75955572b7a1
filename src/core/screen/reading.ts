import type { RuleBody, Sign, UrgentRule } from '../screen.ts';
import type { CompiledExpression, CompiledSequence, Lexicon } from './compile.ts';
import { Matcher } from './match.ts';
import { Scopes, without } from './scope.ts';
import { joinSpans, type Span } from './spans.ts';
import { readWords } from './words.ts';

/** One message being read. */
export class Reading {
  readonly #lexicon: Lexicon;
  readonly #texts: readonly string[];
  readonly #matcher: Matcher;
  readonly #scopes: Scopes;
  readonly #earlier: readonly string[];

  constructor(lexicon: Lexicon, text: string, earlier: readonly string[]) {
    const words = readWords(text);
    const plain = new Matcher(lexicon, words);
    const idioms = plain.named('idioms').flatMap((span) => span.tokens);
    this.#lexicon = lexicon;
    this.#texts = words.texts;
    this.#matcher = idioms.length === 0 ? plain : new Matcher(lexicon, words, new Set(idioms));
    this.#scopes = new Scopes(words, this.#matcher);
    this.#earlier = earlier;
  }

  /** What to remember: the concepts that stand in this message and those of before. */
  findings(): readonly string[] {
    const here = [...this.#lexicon.remembered].filter((name) =>
      this.#actual(this.#matcher.named(name)),
    );
    return [...new Set([...this.#earlier, ...here])];
  }

  /** The weightiest way in which a rule's words stand in the message; undefined when they do not. */
  signOf(rule: UrgentRule): Sign | undefined {
    const spans = [...this.#all(rule.body.always), ...this.#uncancelled(rule.body)];
    const signs = [
      ...spans.map((span) => this.#judge(rule, span)),
      ...rule.body.topic.flatMap((expression) => this.#askedAbout(rule, expression)),
    ];
    return (
      signs.find((sign) => sign.level === rule.level) ??
      signs.find((sign) => sign.level !== null) ??
      signs.find((sign) => sign.standing === 'hypothetical') ??
      signs[0]
    );
  }

  #all(expressions: readonly CompiledExpression[]): readonly Span[] {
    const spans: Span[] = [];
    for (const expression of expressions) {
      for (const span of this.#spansOf(expression)) spans.push(span);
    }
    return spans;
  }

  /** The matches of `when` that share no word with one of `unless`. */
  #uncancelled({ when, unless }: RuleBody): readonly Span[] {
    const spans = this.#all(when);
    return spans.length === 0 ? spans : without(spans, this.#all(unless));
  }

  #askedAbout(rule: UrgentRule, expression: CompiledExpression): readonly Sign[] {
    return this.#spansOf(expression)
      .filter((span) => this.#scopes.standingOf(span) === 'hypothetical')
      .map((span) => ({ rule, words: this.#wordsOf(span), standing: 'hypothetical', level: null }));
  }

  #wordsOf(span: Span): string {
    return span.tokens.map((token) => this.#texts[token]).join(' ');
  }

  #judge(rule: UrgentRule, span: Span): Sign {
    const words = this.#wordsOf(span);
    const standing = this.#scopes.standingOf(span);
    const { settled, counts } = rule.body;
    const fires =
      standing === 'actual' ||
      (standing === 'past' && counts.includes('past')) ||
      (standing === 'hypothetical' && counts.includes('asked'));
    if (!fires) return { rule, words, standing, level: null };
    const over = this.#scopes.isSettled(span);
    if (over && this.#scopes.saysLongAgo(span) && !counts.includes('past')) {
      return { rule, words, standing: 'past', level: null };
    }
    if (settled === null || !over) return { rule, words, standing: 'actual', level: rule.level };
    return { rule, words, standing: 'settled', level: settled === 'silent' ? null : settled };
  }

  #spansOf(expression: CompiledExpression): readonly Span[] {
    const [only, ...more] = expression.groups;
    if (only && more.length === 0) return this.#matcher.near(only);
    const parts: (Span | 'earlier')[] = [];
    for (const group of expression.groups) {
      const spans = this.#matcher.near(group);
      const best = spans.find((span) => this.#scopes.standingOf(span) === 'actual');
      const part = best ?? (this.#wasFound(group) ? 'earlier' : spans[0]);
      if (part === undefined) return [];
      parts.push(part);
    }
    const here = parts.filter((part) => part !== 'earlier');
    return here.length === 0 ? [] : [joinSpans(here)];
  }

  /** True for a remembered concept that an earlier message held. */
  #wasFound(group: readonly CompiledSequence[]): boolean {
    const part = group.length === 1 && group[0]?.length === 1 ? group[0][0] : undefined;
    if (part?.kind !== 'one') return false;
    return part.groups.some((id) => this.#earlier.includes(this.#lexicon.groups[id]?.name ?? ''));
  }

  #actual(spans: readonly Span[]): boolean {
    return spans.some((span) => this.#scopes.standingOf(span) === 'actual');
  }
}
