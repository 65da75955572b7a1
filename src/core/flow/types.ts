import type { ClinicRequest, FlowState, Footnote, Reply } from '../conversation.ts';
import type { Clinic } from '../guide.ts';
import type { Readers } from './readers.ts';
import type { FlowWords, Wording } from './words.ts';

/** What kind of answer a step waits for. */
export type AnswerKind =
  | 'text'
  | 'choice'
  | 'yes-no'
  | 'date-time'
  | 'phone'
  | 'email'
  | 'phone-or-email'
  | 'name'
  | 'number';

/** One choice. `words` are other ways to say it; `only` rules out every other choice. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly words: readonly string[];
  readonly goto: string | null;
  /** The fixed urgent message this choice leads to, by rule id. */
  readonly urgent: string | null;
  readonly only: boolean;
}

/** Asks for one answer and keeps it under the step's id. */
export interface AskStep {
  readonly kind: 'ask';
  readonly id: string;
  readonly answer: AnswerKind;
  /** How the answer is called in the summary; empty where it is not listed. */
  readonly label: string;
  readonly text: Wording;
  readonly help: Wording | null;
  readonly why: string | null;
  readonly optional: boolean;
  readonly options: readonly Option[];
  /** Several choices may be true at once. */
  readonly several: boolean;
  /** Other words than the choices are taken as they are; in a text, questions too. */
  readonly free: boolean;
  /** What a visitor calls this answer: "change my phone number". */
  readonly change: readonly string[];
  readonly least: number | null;
  readonly most: number | null;
  readonly next: string;
}

export interface SayStep {
  readonly kind: 'say';
  readonly id: string;
  readonly text: string;
  readonly footnotes: readonly Footnote[];
  readonly next: string;
}

/** Goes on by an earlier answer, or by `clinic-open` (`open`, `closed`, `unknown`). */
export interface BranchStep {
  readonly kind: 'branch';
  readonly id: string;
  readonly on: string;
  readonly cases: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

/** Shows what was answered and goes on after a yes. */
export interface ConfirmStep {
  readonly kind: 'confirm';
  readonly id: string;
  readonly text: string;
  readonly next: string;
}

/** Makes the request that the clinic receives. Fields name the steps that hold the answers. */
export interface SaveStep {
  readonly kind: 'save';
  readonly id: string;
  readonly request: ClinicRequest['kind'];
  readonly name: string | null;
  readonly contact: readonly string[];
  readonly times: string | null;
  readonly details: readonly Detail[];
  readonly next: string;
}

/** An answer that goes with the request; with `when`, only after that answer. */
export interface Detail {
  readonly slot: string;
  readonly when: { readonly slot: string; readonly is: readonly string[] } | null;
}

/** Ends here and starts another flow, or leaves the visitor with the words shown. */
export interface HandOverStep {
  readonly kind: 'hand-over';
  readonly id: string;
  readonly text: string | null;
  readonly flow: string | null;
}

export interface UrgentStep {
  readonly kind: 'urgent';
  readonly id: string;
  readonly rule: string;
}

export interface EndStep {
  readonly kind: 'end';
  readonly id: string;
  readonly text: string;
  readonly choices: readonly string[];
}

export type Step =
  | AskStep
  | SayStep
  | BranchStep
  | ConfirmStep
  | SaveStep
  | HandOverStep
  | UrgentStep
  | EndStep;

/** A dialog: a file of `dialogs/flows/`, checked, its clinic facts filled in. */
export interface Flow {
  readonly id: string;
  readonly title: string;
  readonly status: 'draft' | 'signed';
  /** True when its words are about health: drafts of such flows are marked, or hidden. */
  readonly health: boolean;
  readonly phrasings: readonly string[];
  readonly tests: readonly string[];
  /** Answers that another flow may bring along, and how the summary calls them. */
  readonly carried: readonly { readonly slot: string; readonly label: string }[];
  readonly first: string;
  /** In the order of the file: a step leads only to later ones, so that every walk ends. */
  readonly steps: ReadonlyMap<string, Step>;
  /** The words all flows share. */
  readonly words: FlowWords;
}

/** The clock and chance of one turn: `draw` is a string of random characters, at least eight. */
export interface Moment {
  readonly at: number;
  readonly draw: string;
}

export interface FlowContext {
  readonly clinic: Clinic;
  readonly readers: Readers;
  /** Requests this conversation has made, oldest first. */
  readonly references: readonly string[];
}

/** What was said, and what the search thinks of it. */
export interface Heard {
  readonly text: string;
  readonly looksLikeQuestion: boolean;
  /** Confidence of the best match, 0 to 1, and its target such as `smalltalk:thanks`. */
  readonly matchConfidence: number;
  readonly matchTarget: string | null;
  /** When the conversation last moved, ms since 1970. */
  readonly lastAt: number;
}

/** A flow to start next, with the answers it need not ask for again. */
export interface NextFlow {
  readonly flow: string;
  readonly slots: FlowState['slots'];
}

export type FlowResult =
  | {
      readonly kind: 'reply';
      readonly event: 'continued' | 'finished' | 'cancelled' | 'handed-over';
      readonly replies: readonly Reply[];
      /** Null when the flow is over. */
      readonly state: FlowState | null;
      readonly requests: readonly ClinicRequest[];
      readonly next: NextFlow | null;
    }
  /** A question or small talk: answer it, then append `askAgain`. */
  | { readonly kind: 'not-mine' }
  | { readonly kind: 'urgent'; readonly rule: string };

export type FlowReply = Extract<FlowResult, { readonly kind: 'reply' }>;
