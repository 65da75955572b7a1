import type { Urgency } from './conversation.ts';
import type { CompiledExpression, CompiledSequence, Lexicon } from './screen/compile.ts';
import { joinSpans, Matcher, type Span } from './screen/match.ts';
import { Scopes, type Standing, without } from './screen/scope.ts';
import { readWords } from './screen/words.ts';

/** One urgent sign: a file of `dialogs/urgent/`. Facts of the clinic are already filled in. */
export interface UrgentRule {
  readonly id: string;
  /** The row of the clinical table it stands for, such as `C1`. */
  readonly row: string;
  readonly level: Urgency;
  /** Among rules of one level the lowest wins. */
  readonly priority: number;
  /** For staff. */
  readonly title: string;
  readonly sources: readonly string[];
  readonly status: 'draft' | 'signed';
  readonly reviewer: string | null;
  readonly reviewed: string | null;
  /** What to look for, shown beneath an answer to "can it …?". Plain Markdown. */
  readonly signs: string;
  /** What the visitor reads when the signs are there. Plain Markdown. */
  readonly message: string;
  /** Messages that must trigger it, that must not, and that ask without having it. */
  readonly fires: readonly string[];
  readonly silent: readonly SilentExample[];
  readonly asks: readonly string[];
  readonly body: RuleBody;
}

/** A message that must not trigger a rule; `instead` names the rule that it does trigger. */
export interface SilentExample {
  readonly text: string;
  readonly instead: string | null;
}

/** What a rule looks for. */
export interface RuleBody {
  /** Any of these triggers it ... */
  readonly when: readonly CompiledExpression[];
  /** ... unless its words are part of one of these; */
  readonly unless: readonly CompiledExpression[];
  /** these trigger it in any case. */
  readonly always: readonly CompiledExpression[];
  /** These never trigger it, but asked about ("can it …?") they bring up its signs. */
  readonly topic: readonly CompiledExpression[];
  /** What a sign counts for once it is over ("then fine"): `null` when that makes no difference. */
  readonly settled: Urgency | 'silent' | null;
  /** It fires all the same when it was long ago, or is asked about. */
  readonly counts: readonly ('past' | 'asked')[];
}

export interface UrgentRules {
  readonly rules: readonly UrgentRule[];
  readonly lexicon: Lexicon;
}

/** An urgent sign, or a question about one, which is answered with the signs to look for. */
export type UrgentFinding =
  | { readonly kind: 'urgent'; readonly rule: string; readonly level: Urgency }
  | { readonly kind: 'mention'; readonly rule: string };

export interface Screening {
  readonly finding: UrgentFinding | null;
  /** Concepts seen so far that are urgent only together with another: for the next turn. */
  readonly findings: readonly string[];
  /** For staff: each sign seen and what became of it, in plain words. */
  readonly signs: readonly string[];
}

/** One rule whose words were seen, and how they stood. */
export interface Sign {
  readonly rule: UrgentRule;
  readonly words: string;
  readonly standing: Standing | 'settled';
  /** Null when it is not urgent. */
  readonly level: Urgency | null;
}

const LEVELS: readonly Urgency[] = ['emergency', 'same-day', 'contact'];

/**
 * Looks for urgent signs in one message. `earlier` are the findings of the conversation so far.
 * Pure; its cost grows with the message's length and no faster.
 */
export function screenUrgent(
  rules: UrgentRules,
  text: string,
  earlier: readonly string[],
): Screening {
  const { signs, findings } = findSigns(rules, text, earlier);
  return { finding: mostUrgent(signs), findings, signs: signs.map(describeSign) };
}

/** Every rule whose words are in the message, for the checks that each rule's examples go through. */
export function findSigns(
  rules: UrgentRules,
  text: string,
  earlier: readonly string[],
): { readonly signs: readonly Sign[]; readonly findings: readonly string[] } {
  const reading = new Reading(rules.lexicon, text, earlier);
  const signs = rules.rules.flatMap((rule) => reading.signOf(rule) ?? []);
  return { signs, findings: reading.findings() };
}

function mostUrgent(signs: readonly Sign[]): UrgentFinding | null {
  const order = (sign: Sign) => LEVELS.indexOf(sign.level ?? 'contact') * 1000 + sign.rule.priority;
  const sorted = [...signs].sort((a, b) => order(a) - order(b));
  const urgent = sorted.find((sign) => sign.level !== null);
  if (urgent?.level) return { kind: 'urgent', rule: urgent.rule.id, level: urgent.level };
  const asked = sorted.find((sign) => sign.standing === 'hypothetical');
  return asked ? { kind: 'mention', rule: asked.rule.id } : null;
}

function describeSign({ rule, words, standing, level }: Sign): string {
  return `${rule.id}: "${words}" (${level === null ? standing : `${standing}, ${level}`})`;
}

/** One message being read. */
class Reading {
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
