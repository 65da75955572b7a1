import type { FlowState, Reply } from '../conversation.ts';
import { fill } from '../messages.ts';
import { say } from '../show.ts';
import type { AskStep, ConfirmStep, Flow } from './types.ts';
import { passedAsks } from './walk.ts';
import type { Wording } from './words.ts';

type Slots = FlowState['slots'];

/** The wording for the `times`-th saying, counted from 0; the last one stays. */
export function wordingFor(wording: Wording, times: number): string {
  return wording[Math.min(times, wording.length - 1)] ?? wording[0];
}

/** Fills `{step}` places with the answers as they are read back. */
export function withAnswers(text: string, slots: Slots): string {
  return fill(text, shownAnswers(slots));
}

/** How each answer is read back, by step. */
export function shownAnswers(slots: Slots): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(slots).map(([slot, { shown }]) => [slot, shown]));
}

/** The question of the step on which a flow waits, with its quick replies. */
export function question(
  flow: Flow,
  step: AskStep | ConfirmStep,
  slots: Slots,
  times: number,
): Reply {
  if (step.kind === 'confirm') return summary(flow, step, slots);
  return say(withAnswers(wordingFor(step.text, times), slots), choicesOf(flow, step, slots));
}

function choicesOf(flow: Flow, step: AskStep, slots: Slots): readonly string[] {
  const labels = flow.words.labels;
  const skip = step.optional ? [labels.skip] : [];
  if (step.answer === 'yes-no') return [labels.yes, labels.no, ...skip];
  const chosen = (slots[partial(step.id)]?.value ?? '').split(',');
  const open = step.options.filter((option) => !chosen.includes(option.id));
  if (slots[partial(step.id)] === undefined) return [...open.map(({ label }) => label), ...skip];
  return [...open.filter(({ only }) => !only).map(({ label }) => label), labels.done];
}

function summary(flow: Flow, step: ConfirmStep, slots: Slots): Reply {
  const answers = passedAsks(flow, slots).map(({ id, label }) => ({ slot: id, label }));
  const lines = [...answers, ...flow.carried]
    .filter(({ slot, label }) => label !== '' && (slots[slot]?.shown ?? '') !== '')
    .map(({ slot, label }) => `- **${label}:** ${slots[slot]?.shown}`);
  const labels = flow.words.labels;
  const text = fill(step.text, { ...shownAnswers(slots), summary: lines.join('\n') });
  return say(text, [labels.yes, fill(labels.change, { label: '' }).trim(), labels.cancel]);
}

/** "Change phone", "Change name": one choice for each answer that can be changed. */
export function changeChoices(flow: Flow, slots: Slots): readonly string[] {
  return passedAsks(flow, slots)
    .filter((ask) => ask.label !== '')
    .map((ask) => fill(flow.words.labels.change, { label: ask.label.toLowerCase() }));
}

/** Where choices made so far wait while more may follow. */
export function partial(step: string): string {
  return `${step}~`;
}
