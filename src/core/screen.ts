import type { Urgency } from './conversation.ts';
import type { CompiledExpression, Lexicon } from './screen/compile.ts';
import { Reading } from './screen/reading.ts';
import type { Standing } from './screen/scope.ts';

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
