import type { FlowState, SlotValue } from '../conversation.ts';
import type { AskStep, FlowContext, Moment } from './types.ts';
import type { FlowWords, ProblemCode } from './words.ts';

/**
 * What some words are as an answer to a step. `sure`: they are that answer and nothing else;
 * `likely`: they hold one; `words`: any words would have been taken.
 */
export type Answer =
  | {
      readonly kind: 'taken';
      readonly how: 'sure' | 'likely' | 'words';
      readonly slot: SlotValue;
    }
  /** One of several choices; more may follow. */
  | { readonly kind: 'more'; readonly how: 'sure' | 'words'; readonly slot: SlotValue }
  | { readonly kind: 'urgent'; readonly how: 'sure' | 'words'; readonly rule: string }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly shown: string;
      readonly options: readonly SlotValue[];
    }
  | { readonly kind: 'none' };

export interface Asking {
  readonly step: AskStep;
  readonly slots: FlowState['slots'];
  /** Failed tries so far. */
  readonly tries: number;
  readonly words: FlowWords;
  readonly moment: Moment;
  readonly context: FlowContext;
}

/** Any words, as long as they hold some letters. */
export function asWords(text: string): Answer {
  const shown = text.trim().replace(/\s+/g, ' ');
  if (!/\p{L}{2}/u.test(shown)) return { kind: 'none' };
  return { kind: 'taken', how: 'words', slot: { value: shown, shown } };
}
