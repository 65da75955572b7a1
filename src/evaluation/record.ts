import type { Decision, Outcome, Urgency } from '../core/conversation.ts';
import type { Content } from '../core/guide.ts';
import { fullText } from '../core/show.ts';

/** A decision as `npm run ask -- --json` prints it: the shape is fixed, others measure through it. */
export interface DecisionRecord {
  readonly kind: Decision['kind'];
  readonly entries: readonly string[];
  readonly topics: readonly string[];
  readonly choices: readonly { readonly entry: string; readonly topics: readonly string[] }[];
  readonly flow: string | null;
  readonly urgency: Urgency | null;
  readonly rule: string | null;
  readonly confidence: number | null;
}

/** Decision and words of one turn. */
export function recordOutcome(
  content: Content,
  outcome: Outcome,
): { decision: DecisionRecord; reply: string } {
  return {
    decision: recordDecision(content, outcome.decision),
    reply: outcome.replies.map((reply) => fullText(reply, content.messages)).join('\n\n'),
  };
}

function recordDecision(content: Content, decision: Decision): DecisionRecord {
  const entries = decision.kind === 'answer' ? decision.entries : [];
  const choices = decision.kind === 'choices' ? decision.choices : [];
  return {
    kind: decision.kind,
    entries,
    topics: [...new Set(entries.flatMap((id) => topicsOf(content, id)))],
    choices: choices.map((entry) => ({ entry, topics: topicsOf(content, entry) })),
    flow: decision.kind === 'flow' ? decision.flow : null,
    urgency: decision.kind === 'urgent' ? decision.urgency : null,
    rule: decision.kind === 'urgent' || decision.kind === 'private' ? decision.rule : null,
    confidence: 'confidence' in decision ? round(decision.confidence) : null,
  };
}

function topicsOf(content: Content, entry: string): readonly string[] {
  return content.entries.get(entry)?.topics ?? [];
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
