import type { Decision, Urgency } from '../core/conversation.ts';

/**
 * What a change of the content does to one past turn.
 *
 * - `better`: it was not known, and now it is.
 * - `different`: another answer, choice, dialog or message.
 * - `unanswered`: it was known, and no longer is.
 * - `urgent-gained`, `urgent-lost`: an urgent message where there was none or a milder one, or the
 *   other way round.
 */
export type Effect =
  | 'same'
  | 'better'
  | 'different'
  | 'unanswered'
  | 'urgent-gained'
  | 'urgent-lost';

/** In the order in which somebody should look at them. */
export const effects: readonly Effect[] = [
  'urgent-lost',
  'urgent-gained',
  'unanswered',
  'different',
  'better',
  'same',
];

const RANKS: Readonly<Record<Urgency, number>> = { emergency: 3, 'same-day': 2, contact: 1 };

/** Compares what a turn came to. Confidence and the wording do not count. */
export function compareDecisions(before: Decision, after: Decision): Effect {
  const rise = rankOf(after) - rankOf(before);
  if (rise < 0) return 'urgent-lost';
  if (rise > 0) return 'urgent-gained';
  if (nameDecision(before) === nameDecision(after)) return 'same';
  if (isUnanswered(before)) return 'better';
  return isUnanswered(after) ? 'unanswered' : 'different';
}

function rankOf(decision: Decision): number {
  return decision.kind === 'urgent' ? RANKS[decision.urgency] : 0;
}

/** Refusals are answers of their own. */
function isUnanswered(decision: Decision): boolean {
  return decision.kind === 'unknown' && decision.reason === 'not-known';
}

/** What a decision came to in a few words: two turns that read the same ended the same. */
export function nameDecision(decision: Decision): string {
  switch (decision.kind) {
    case 'answer':
      return `answer ${decision.entries.join(' + ')}`;
    case 'choices':
      // The order in which they are offered is the search's business.
      return `choices ${[...decision.choices].sort().join(' / ')}`;
    case 'unknown':
      return `unknown ${decision.reason}`;
    case 'urgent':
      return `urgent ${decision.rule} (${decision.urgency})`;
    case 'private':
      return `private ${decision.rule}`;
    case 'flow':
      return `dialog ${decision.flow} ${decision.event}${decision.step === null ? '' : ` at ${decision.step}`}`;
    case 'smalltalk':
      return `small talk ${decision.topic}`;
    case 'vote':
      return `vote ${decision.helpful ? 'helpful' : 'not helpful'}`;
    case 'welcome':
      return 'welcome';
  }
}
