import type { KnowledgeResult } from '../answer.ts';
import type { Conversation, Decision, Message, Outcome, Reply } from '../conversation.ts';
import { askAgain, type FlowContext, type Moment } from '../flow.ts';
import type { Guide } from '../guide.ts';
import type { Screening } from '../screen.ts';

export type TextMessage = Extract<Message, { readonly kind: 'text' }>;

/** What every step of a turn is given. */
export interface TurnInput {
  readonly guide: Guide;
  readonly conversation: Conversation;
  readonly message: TextMessage;
  readonly moment: Moment;
  readonly screening: Screening;
  /** What the knowledge base says, looked up once and only when a step asks. */
  readonly knowledge: () => KnowledgeResult;
}

/** A step of a turn: the first that returns an outcome ends it. */
export type Step = (turn: TurnInput) => Outcome | null;

/** An outcome that changes only the named parts of the conversation. */
export function outcome(
  conversation: Conversation,
  decision: Decision,
  replies: readonly Reply[],
  change: Partial<Conversation> = {},
  rest: Partial<Pick<Outcome, 'requests' | 'why'>> = {},
): Outcome {
  return {
    decision,
    replies,
    conversation: { ...conversation, ...change },
    requests: rest.requests ?? [],
    why: rest.why ?? null,
  };
}

/** What a flow may know besides its own state. */
export function flowContext({ content, readers }: Guide, conversation: Conversation): FlowContext {
  return { clinic: content.clinic, readers, references: conversation.references };
}

/** The question at which the running dialog waits, once more; nothing where none is running. */
export function repeatQuestion(guide: Guide, conversation: Conversation): readonly Reply[] {
  const state = conversation.flow;
  const flow = state === null ? undefined : guide.content.flows.get(state.id);
  return state && flow ? askAgain(flow, state, flowContext(guide, conversation)) : [];
}
