import type { SlotValue } from '../conversation.ts';
import type { Hours, Weekday } from '../guide.ts';
import type { ProblemCode, TimeWords } from './words.ts';

/**
 * What a reader made of some words. `problem`: an answer of the right kind that cannot be taken;
 * `shown` is how it was understood, `options` are the readings to choose between.
 */
export type Reading =
  | ({ readonly kind: 'value' } & SlotValue)
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly shown: string;
      readonly options: readonly SlotValue[];
    }
  | { readonly kind: 'none' };

export interface TimeContext {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly timeZone: string;
  readonly hours: Readonly<Record<Weekday, Hours>> | null;
  readonly words: TimeWords;
}

/**
 * How words are read: `src/reading/` implements it. `volunteered` means the words were said while
 * something else was asked, so that only plain forms count ("my name is …", a whole date).
 */
export interface Readers {
  phone(text: string, country: string): Reading;
  email(text: string): Reading;
  when(text: string, context: TimeContext, volunteered?: boolean): Reading;
  name(text: string, volunteered?: boolean): Reading;
  /** `value` is `yes` or `no`; `shown` is empty. */
  yesNo(text: string): Reading;
  number(text: string): Reading;
}
