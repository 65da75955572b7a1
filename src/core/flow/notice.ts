import type { FlowState, Reply } from '../conversation.ts';
import { fill } from '../messages.ts';
import { say } from '../show.ts';
import type { Run } from './advance.ts';
import type { Answer } from './answer-types.ts';
import { asked } from './commands.ts';
import { questionAgain, spoken } from './speak.ts';
import type { AskStep, ConfirmStep, FlowResult } from './types.ts';
import { wordingFor } from './wording.ts';

/** Reads answers back in one sentence: "Name: Ana; Phone: 012-345 6789". Nothing when there are none. */
export function listed(
  run: Run,
  slots: FlowState['slots'],
  text: 'noted' | 'changedList',
): readonly Reply[] {
  const given = asked(run.flow).filter(
    (step) => step.label !== '' && (slots[step.id]?.shown ?? '') !== '',
  );
  // Two ways through a flow may wait for the same answer: it is read back once.
  const once = new Map(given.map((step) => [slots[step.id]?.shown, step.label]));
  const parts = [...once].map(([shown, label]) => `${label}: ${shown}`);
  return parts.length === 0 ? [] : [spoken(run, text, 0, { list: parts.join('; ') })];
}

/**
 * What was said is no answer: says so, asks again in other words, and after too many tries offers
 * a person. The flow stays where it is.
 */
export function failed(
  run: Run,
  step: AskStep | ConfirmStep,
  answer: Answer & { kind: 'problem' | 'none' },
): FlowResult {
  const tries = run.state.tries + 1;
  const ask = questionAgain(run, step, run.state.slots, tries);
  const limit = tries >= run.flow.words.tries;
  const text = [
    ...(answer.kind === 'none'
      ? [spoken(run, 'again', tries - 1).text, ask.text]
      : [problemText(run, answer, tries - 1)]),
    ...(limit ? [spoken(run, 'limit').text] : []),
  ].join('\n\n');
  const offered = answer.kind === 'problem' ? answer.options.map(({ shown }) => shown) : [];
  const choices = [
    ...(offered.length > 0 ? offered : ask.choices),
    ...(limit ? [run.flow.words.labels.person] : []),
  ];
  const state = { ...run.state, tries };
  const rest = { requests: [], next: null } as const;
  return { kind: 'reply', event: 'continued', replies: [say(text, choices)], state, ...rest };
}

function problemText(run: Run, answer: Answer & { kind: 'problem' }, times: number): string {
  const options = answer.options.map(({ shown }) => shown).join(run.flow.words.times.or);
  return fill(wordingFor(run.flow.words.problems[answer.code], times), {
    shown: answer.shown,
    options,
  });
}
