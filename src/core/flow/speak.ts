import type { FlowState, Reply } from '../conversation.ts';
import { fill } from '../messages.ts';
import { say } from '../show.ts';
import type { Run } from './advance.ts';
import type { AskStep, ConfirmStep, FlowReply } from './types.ts';
import { question, shownAnswers, wordingFor } from './wording.ts';
import type { FlowTextName } from './words.ts';

type Waiting = AskStep | ConfirmStep;
type Slots = FlowState['slots'];

/** A fixed text of all flows, with answers and `extra` filled in. */
export function spoken(
  { flow, state }: Run,
  name: FlowTextName,
  times = 0,
  extra: Readonly<Record<string, string>> = {},
): Reply {
  const values = { ...shownAnswers(state.slots), title: flow.title, ...extra };
  return say(fill(wordingFor(flow.words.texts[name], times), values));
}

/** Says something and asks the same question again, or says `instead` of asking. */
export function stay(
  run: Run,
  step: Waiting,
  lead: readonly Reply[],
  times: number,
  instead?: Reply,
  state: FlowState = run.state,
): FlowReply {
  const ask = instead ?? questionAgain(run, step, state.slots, times);
  const rest = { requests: [], next: null } as const;
  return { kind: 'reply', event: 'continued', replies: [...lead, ask], state, ...rest };
}

/** The question, with "keep it" among the choices while an answer is being changed. */
export function questionAgain(run: Run, step: Waiting, slots: Slots, times: number): Reply {
  const reply = question(run.flow, step, slots, times);
  if (run.state.returnTo === null || slots[step.id] === undefined) return reply;
  return { ...reply, choices: [...reply.choices, run.flow.words.labels.keep] };
}
