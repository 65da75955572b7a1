/**
 * Starts and steps a dialog: pure functions from a flow (data, `dialogs/flows/`), a state and what
 * was said to replies, the next state and what must reach the clinic. `docs/dialogs.md` tells what
 * a flow can do; `flow/types.ts` holds the types.
 */
import type { FlowState, Reply, SlotValue } from './conversation.ts';
import { proceed, type Run } from './flow/advance.ts';
import { bookingLink } from './flow/booking-link.ts';
import { brought } from './flow/brought.ts';
import { listed } from './flow/notice.ts';
import { openAt } from './flow/open.ts';
import { questionAgain, spoken } from './flow/speak.ts';
import { takeTurnAt } from './flow/take.ts';
import type { Flow, FlowContext, FlowResult, Heard, Moment } from './flow/types.ts';
import { volunteered } from './flow/volunteer.ts';
import { waitingStep } from './flow/walk.ts';

export { bookingLink } from './flow/booking-link.ts';
export type { Readers, Reading, TimeContext } from './flow/readers.ts';
export type { Flow, FlowContext, FlowResult, Heard, Moment, NextFlow } from './flow/types.ts';
export type { FlowWords, TimeWords } from './flow/words.ts';

/** What is known before a flow begins: the words that led to it, answers from another flow. */
export interface Opening {
  readonly text?: string;
  readonly slots?: FlowState['slots'];
}

/**
 * Begins a flow. Answers said in the opening words, or brought from another flow, are not asked
 * for again. `not-mine` when there is no flow of that id.
 */
export function startFlow(
  flows: ReadonlyMap<string, Flow>,
  id: string,
  moment: Moment,
  context: FlowContext,
  opening: Opening = {},
): FlowResult {
  const flow = flows.get(id);
  if (flow === undefined) return { kind: 'not-mine' };
  const known = brought(flow, opening.slots ?? {});
  const facts = { ...known, ...factsOf(moment, context) };
  const listening = { flow, slots: facts, current: null, moment, context };
  const told = opening.text === undefined ? {} : volunteered(listening, opening.text);
  const slots = { ...facts, ...told };
  const run: Run = { flow, state: blank(flow, moment, slots), moment, context };
  return proceed(run, slots, [...earlier(run), ...listed(run, { ...known, ...told }, 'noted')]);
}

/** Goes on with a flow: what was said is an answer, a command, or not the flow's business. */
export function stepFlow(
  flow: Flow,
  state: FlowState,
  heard: Heard,
  moment: Moment,
  context: FlowContext,
): FlowResult {
  const run: Run = { flow, state, moment, context };
  const step = waitingStep(flow, state);
  // The step is gone when the flow was edited meanwhile: the answers are kept and the way goes on.
  const result = step === null ? proceed(run, state.slots, []) : takeTurnAt(run, step, heard);
  return reminded(run, heard, result);
}

/** Asks where the flow stands once more, after a question in between was answered. */
export function askAgain(flow: Flow, state: FlowState, context: FlowContext): readonly Reply[] {
  const step = waitingStep(flow, state);
  const run: Run = { flow, state, moment: { at: state.startedAt, draw: '' }, context };
  return step === null ? [] : [questionAgain(run, step, state.slots, 1)];
}

/** What texts and branches may name besides answers. */
function factsOf(moment: Moment, context: FlowContext): Record<string, SlotValue> {
  const link = bookingLink(context.clinic, null) ?? '';
  return {
    'clinic-open': { value: openAt(context.clinic, moment.at), shown: '' },
    bookingLink: { value: link, shown: link },
  };
}

function blank(flow: Flow, moment: Moment, slots: FlowState['slots']): FlowState {
  const { id, first: step } = flow;
  return { id, step, slots, path: [], tries: 0, returnTo: null, startedAt: moment.at };
}

/** A second booking in one conversation is one on purpose: the first is named before it. */
function earlier(run: Run): readonly Reply[] {
  const reference = run.context.references.at(-1);
  const books = [...run.flow.steps.values()].some(
    (step) => step.kind === 'save' && step.request === 'booking',
  );
  if (reference === undefined || !books) return [];
  return [spoken(run, 'anotherRequest', 0, { reference })];
}

/** After a long silence one sentence reminds of where we were. */
function reminded(run: Run, heard: Heard, result: FlowResult): FlowResult {
  const silence = run.moment.at - heard.lastAt;
  const long = silence > run.flow.words.resumeAfterMinutes * 60_000;
  if (!long || result.kind !== 'reply' || result.state === null) return result;
  return { ...result, replies: [spoken(run, 'resume'), ...result.replies] };
}
