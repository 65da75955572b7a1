import type { FlowState, SlotValue } from '../conversation.ts';
import { asked } from './commands.ts';
import type { AskStep, Flow } from './types.ts';

type Slots = FlowState['slots'];

/**
 * What another flow's answers are worth in this one: who the visitor is and how to reach them, and
 * what the flow says that it takes along. Other answers stay behind: "how" may mean the way to a
 * person here and the state of a calf there.
 */
export function brought(flow: Flow, slots: Slots): Slots {
  const taken = flow.carried.flatMap(({ slot }) => entry(slot, slots[slot]));
  const known = asked(flow).flatMap((step) => entry(step.id, fitting(step, slots)));
  return Object.fromEntries([...taken, ...known]);
}

function entry(slot: string, answer: SlotValue | undefined): [string, SlotValue][] {
  return answer === undefined || answer.shown === '' ? [] : [[slot, answer]];
}

function fitting(step: AskStep, slots: Slots): SlotValue | undefined {
  const contacts = Object.values(slots);
  switch (step.answer) {
    case 'name':
      return slots[step.id];
    case 'phone':
      return contacts.find(isPhone);
    case 'email':
      return contacts.find(isEmail);
    case 'phone-or-email':
      return contacts.find((answer) => isPhone(answer) || isEmail(answer));
    default:
      return undefined;
  }
}

/** E.164, as the reader gives it. */
function isPhone({ value }: SlotValue): boolean {
  return /^\+\d{6,15}$/.test(value);
}

function isEmail({ value }: SlotValue): boolean {
  return /^\S+@\S+\.\S+$/.test(value);
}
