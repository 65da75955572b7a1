import type { Reply } from '../conversation.ts';
import { say } from '../show.ts';
import { proceed, type Run } from './advance.ts';
import { change, chooseChange, goBack, keepOld, sent, without } from './change.ts';
import type { Command } from './commands.ts';
import { spoken, stay } from './speak.ts';
import type { AskStep, ConfirmStep, FlowResult } from './types.ts';
import { partial, withAnswers, wordingFor } from './wording.ts';

type Waiting = AskStep | ConfirmStep;

/** Does what a visitor may ask for at any step. Null when it means nothing at this one. */
export function runCommand(run: Run, step: Waiting, command: Command): FlowResult | null {
  switch (command.kind) {
    case 'cancel':
      return leave(run, 'cancelled', [spoken(run, 'cancelled')]);
    case 'person':
      return toPerson(run, step);
    case 'back':
      return goBack(run, step);
    case 'startOver':
      return startOver(run, step);
    case 'skip':
      return skip(run, step);
    case 'repeat':
      return stay(run, step, [], 0);
    case 'why':
      return stay(run, step, [why(run, step)], 1);
    case 'help':
      return help(run, step);
    case 'keep':
      return run.state.returnTo === null ? null : keepOld(run);
    case 'done':
      return finishChoosing(run, step);
    case 'changeSomething':
      return stay(run, step, [], 0, chooseChange(run));
    case 'correct':
      return null;
    case 'change':
      return command.rest === '' ? change(run, command.step, run.state.step) : null;
  }
}

function leave(
  run: Run,
  event: 'cancelled' | 'handed-over',
  replies: readonly Reply[],
): FlowResult {
  const next =
    event === 'cancelled' ? null : { flow: run.flow.words.personFlow, slots: run.state.slots };
  return { kind: 'reply', event, replies, state: null, requests: [], next };
}

function toPerson(run: Run, step: Waiting): FlowResult {
  if (run.flow.id !== run.flow.words.personFlow) return leave(run, 'handed-over', []);
  return stay(run, step, [spoken(run, 'personHere')], 1);
}

function startOver(run: Run, step: Waiting): FlowResult {
  if (sent(run)) return stay(run, step, [spoken(run, 'alreadySent')], 1);
  const facts = ['clinic-open', 'bookingLink', ...run.flow.carried.map(({ slot }) => slot)];
  const kept = Object.entries(run.state.slots).filter(([slot]) => facts.includes(slot));
  const state = { ...run.state, slots: {}, path: [], startedAt: run.moment.at };
  return proceed({ ...run, state }, Object.fromEntries(kept), [spoken(run, 'startedOver')]);
}

function skip(run: Run, step: Waiting): FlowResult | null {
  if (step.kind === 'ask' && run.state.slots[partial(step.id)] !== undefined) {
    return finishChoosing(run, step);
  }
  if (step.kind === 'confirm' || !step.optional) {
    return stay(run, step, [spoken(run, 'cannotSkip')], 1);
  }
  return proceed(run, { ...run.state.slots, [step.id]: { value: '', shown: '' } }, []);
}

function why(run: Run, step: Waiting): Reply {
  if (step.kind === 'ask' && step.why !== null) return say(step.why);
  return spoken(run, 'why');
}

function help(run: Run, step: Waiting): FlowResult {
  const times = run.state.helped ?? 0;
  const own = step.kind === 'ask' && step.help !== null ? wordingFor(step.help, times) : null;
  const lead = own === null ? spoken(run, 'help', times) : say(withAnswers(own, run.state.slots));
  return stay(run, step, [lead], 1, undefined, { ...run.state, helped: times + 1 });
}

/** "That is all" to a question with several choices. */
function finishChoosing(run: Run, step: Waiting): FlowResult | null {
  const slots = run.state.slots;
  const chosen = slots[partial(step.id)];
  if (chosen === undefined) return null;
  return proceed(run, { ...without(slots, partial(step.id)), [step.id]: chosen }, []);
}
