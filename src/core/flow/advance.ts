import type { ClinicRequest, FlowState, Reply, SlotValue } from '../conversation.ts';
import { say } from '../show.ts';
import { bookingLink } from './booking-link.ts';
import { makeReference } from './reference.ts';
import type { Flow, FlowContext, FlowResult, Moment, SaveStep, Step } from './types.ts';
import { walk } from './walk.ts';
import { question, withAnswers } from './wording.ts';

type Slots = FlowState['slots'];

/** A flow in motion: where it stood before this turn. */
export interface Run {
  readonly flow: Flow;
  readonly state: FlowState;
  readonly moment: Moment;
  readonly context: FlowContext;
}

/**
 * Goes on with new answers: says what now comes to be passed, makes the request where the way
 * leads over a `save`, and asks, or ends, where the way stops. `lead` is said first.
 */
export function proceed(run: Run, slots: Slots, lead: readonly Reply[]): FlowResult {
  const { flow, state } = run;
  const before = new Set(state.path.length === 0 ? [] : walk(flow, state.slots).passed);
  const way = walk(flow, slots);
  const fresh = way.passed.filter((step) => !before.has(step));
  const replies: Reply[] = [...lead];
  const requests: ClinicRequest[] = [];
  let known = slots;
  for (const step of fresh) {
    if (step.kind === 'say') replies.push(sayStep(flow, step, known));
    if (step.kind === 'save' && known.reference === undefined) {
      const request = makeRequest(run, step, known);
      requests.push(request);
      known = { ...known, ...afterSave(run, request) };
    }
  }
  return arrive(run, way.stop, known, replies, requests);
}

function sayStep(flow: Flow, step: Step & { kind: 'say' }, slots: Slots): Reply {
  const reply = say(withAnswers(step.text, slots));
  if (step.footnotes.length === 0) return reply;
  return { ...reply, kind: 'answer', footnotes: step.footnotes, draft: flow.status === 'draft' };
}

function arrive(
  run: Run,
  stop: Step,
  slots: Slots,
  replies: readonly Reply[],
  requests: readonly ClinicRequest[],
): FlowResult {
  const over = { kind: 'reply', state: null, requests, next: null } as const;
  switch (stop.kind) {
    case 'urgent':
      return { kind: 'urgent', rule: stop.rule };
    case 'end': {
      const last = say(withAnswers(stop.text, slots), stop.choices);
      return { ...over, event: 'finished', replies: [...replies, last] };
    }
    case 'hand-over': {
      const last = stop.text === null ? [] : [say(withAnswers(stop.text, slots))];
      const next = stop.flow === null ? null : { flow: stop.flow, slots };
      return { ...over, event: 'handed-over', replies: [...replies, ...last], next };
    }
    case 'ask':
    case 'confirm': {
      const state = waitAt(run.state, stop.id, slots);
      const ask = question(run.flow, stop, slots, 0);
      return { ...over, event: 'continued', replies: [...replies, ask], state, requests };
    }
    default:
      throw new RangeError(`flow ${run.flow.id} cannot wait at ${stop.kind} ${stop.id}`);
  }
}

function waitAt(state: FlowState, step: string, slots: Slots): FlowState {
  const path = state.path.at(-1) === step ? state.path : [...state.path, step];
  const { id, startedAt } = state;
  return { id, step, slots, path, tries: 0, returnTo: null, startedAt };
}

function makeRequest(run: Run, step: SaveStep, slots: Slots): ClinicRequest {
  const { moment, context } = run;
  const given = (slot: string | null) => (slot === null ? undefined : slots[slot]);
  const contacts = step.contact.map((slot) => given(slot)?.value ?? '');
  return {
    kind: step.request,
    reference: makeReference(moment.draw, context.references),
    at: moment.at,
    name: given(step.name)?.shown ?? '',
    phone: contacts.find((value) => value !== '' && !value.includes('@')) ?? null,
    email: contacts.find((value) => value.includes('@')) ?? null,
    times: given(step.times)?.shown || null,
    details: sharedDetails(step, slots),
  };
}

/** What was answered and agreed to be passed on: nothing else leaves the conversation. */
function sharedDetails(step: SaveStep, slots: Slots): Readonly<Record<string, string>> {
  const shared = step.details.filter(({ slot, when }) => {
    if ((slots[slot]?.shown ?? '') === '') return false;
    return when === null || when.is.includes(slots[when.slot]?.value ?? '');
  });
  return Object.fromEntries(shared.map(({ slot }) => [slot, slots[slot]?.shown ?? '']));
}

/** What later texts can name: the reference, and the booking page with the contact filled in. */
function afterSave({ context }: Run, request: ClinicRequest): Record<string, SlotValue> {
  const link = bookingLink(context.clinic, request) ?? '';
  return { reference: same(request.reference), bookingLink: same(link) };
}

function same(text: string): SlotValue {
  return { value: text, shown: text };
}
