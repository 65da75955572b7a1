import type { Conversation, Outcome } from '../conversation.ts';
import {
  type FlowResult,
  type Moment,
  type NextFlow,
  type Opening,
  startFlow,
  stepFlow,
} from '../flow.ts';
import type { Guide } from '../guide.ts';
import { isQuestion } from '../questions.ts';
import { say } from '../show.ts';
import { urgentOutcome } from './screening.ts';
import { flowContext, outcome, type Step, type TurnInput } from './turn.ts';

/** Booking talk stays away this long after an urgent message, in milliseconds. */
const QUIET_AFTER_URGENT = 12 * 60 * 60_000;

/** A running dialog takes what was said, unless it is a question for the knowledge base. */
export const continueFlow: Step = (turn) => {
  const { guide, conversation, message, moment } = turn;
  const state = conversation.flow;
  const flow = state === null ? undefined : guide.content.flows.get(state.id);
  if (state === null || flow === undefined) return null;
  const result = stepFlow(flow, state, heard(turn), moment, flowContext(guide, conversation));
  return fromResult(guide, conversation, state.id, result, moment, message.at);
};

function heard({ guide, conversation, message }: TurnInput) {
  const [best] = guide.search.find(message.text).matches;
  return {
    text: message.text,
    looksLikeQuestion: isQuestion(message.text),
    matchConfidence: best?.confidence ?? 0,
    matchTarget: best?.target ?? null,
    lastAt: conversation.lastAt,
  };
}

/** Words that ask for a dialog begin it. */
export const startFlowByWords: Step = (turn) => {
  const { guide, conversation, message, moment } = turn;
  const knowledge = turn.knowledge();
  if (knowledge.kind !== 'flow') return null;
  // Whoever leaves one dialog for another need not say name and contact again.
  const slots = conversation.flow?.slots ?? {};
  const opening = { text: message.text, slots };
  const started = beginFlow(guide, conversation, knowledge.id, moment, opening);
  return { ...started, why: knowledge.why };
};

/** Begins a dialog by name; a name that is not there, or may not be shown, is said so. */
export function beginFlow(
  guide: Guide,
  conversation: Conversation,
  id: string,
  moment: Moment,
  opening: Opening,
): Outcome {
  const { content, signedOnly } = guide;
  const flow = content.flows.get(id);
  const hidden = flow !== undefined && signedOnly && flow.health && flow.status === 'draft';
  const context = flowContext(guide, conversation);
  if (id === 'booking' && bookingMustWait(conversation, moment.at)) {
    const decision = { kind: 'flow', flow: id, event: 'cancelled', step: null } as const;
    return outcome(conversation, decision, [say(content.messages.afterUrgent)], { flow: null });
  }
  const result = hidden
    ? ({ kind: 'not-mine' } as const)
    : startFlow(content.flows, id, moment, context, opening);
  const begun = fromResult(guide, conversation, id, result, moment, moment.at, 'started');
  return begun ?? noSuchFlow(guide, conversation);
}

/** Whoever was just told to get help is not talked into an appointment. */
export function bookingMustWait({ urgent }: Conversation, at: number): boolean {
  if (urgent === null || urgent.urgency === 'contact') return false;
  return at - urgent.at < QUIET_AFTER_URGENT;
}

function noSuchFlow(guide: Guide, conversation: Conversation): Outcome {
  const decision = { kind: 'unknown', reason: 'no-such-flow', nearest: [], confidence: 0 } as const;
  return outcome(conversation, decision, [say(guide.content.messages.flowUnknown)]);
}

function fromResult(
  guide: Guide,
  conversation: Conversation,
  id: string,
  result: FlowResult,
  moment: Moment,
  at: number,
  began: 'started' | null = null,
): Outcome | null {
  if (result.kind === 'not-mine') return null;
  if (result.kind === 'urgent') {
    const rule = guide.content.urgent.rules.find((one) => one.id === result.rule);
    const urgency = rule?.level ?? 'same-day';
    return urgentOutcome(guide, conversation, result.rule, urgency, at);
  }
  const { replies, state, requests, next } = result;
  const event = began !== null && state !== null ? began : result.event;
  const references = [...conversation.references, ...requests.map((request) => request.reference)];
  const here = outcome(
    conversation,
    { kind: 'flow', flow: id, event, step: state?.step ?? null },
    replies,
    { flow: state, offer: null, references },
    { requests },
  );
  return next === null ? here : goOn(guide, here, next, moment);
}

/** One dialog hands over to another within the same turn. */
function goOn(guide: Guide, here: Outcome, { flow, slots }: NextFlow, moment: Moment): Outcome {
  const there = beginFlow(guide, here.conversation, flow, moment, { slots });
  return {
    ...there,
    replies: [...here.replies, ...there.replies],
    requests: [...here.requests, ...there.requests],
  };
}
