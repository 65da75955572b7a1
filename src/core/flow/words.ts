/** Words that change when they are said again; the last one stays. */
export type Wording = readonly [string, ...string[]];

/** `keep` comes first: while an answer is being changed, it means more than `cancel`. */
export const commandNames = [
  'keep',
  'cancel',
  'back',
  'startOver',
  'skip',
  'repeat',
  'why',
  'help',
  'person',
  'changeSomething',
  'done',
] as const;
export type CommandName = (typeof commandNames)[number];

export const flowTextNames = [
  'cancelled',
  'backAtStart',
  'startedOver',
  'cannotSkip',
  'why',
  'help',
  'again',
  'changed',
  'changedList',
  'changing',
  'kept',
  'whatToChange',
  'resume',
  'limit',
  'personHere',
  'alreadySent',
  'anotherRequest',
  'noted',
  'anyOthers',
] as const;
export type FlowTextName = (typeof flowTextNames)[number];

export const flowLabelNames = [
  'yes',
  'no',
  'skip',
  'cancel',
  'person',
  'change',
  'done',
  'keep',
] as const;
export type FlowLabelName = (typeof flowLabelNames)[number];

export const problemCodes = [
  'phone-invalid',
  'email-invalid',
  'time-past',
  'time-closed',
  'time-unclear',
  'number-range',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const timeWordNames = [
  'soonest',
  'anyTime',
  'any',
  'or',
  'weekdays',
  'weekend',
  'morning',
  'lunchtime',
  'afternoon',
  'evening',
  'from',
  'until',
  'week',
] as const;
/** How times are read back. */
export type TimeWords = Readonly<Record<(typeof timeWordNames)[number], string>>;

/** `dialogs/flows/_common.yaml`: what every flow understands and says without being told to. */
export interface FlowWords {
  readonly resumeAfterMinutes: number;
  /** Failed tries after which a person is offered. */
  readonly tries: number;
  /** The flow that leads to a person. */
  readonly personFlow: string;
  readonly commands: Readonly<Record<CommandName, readonly string[]>>;
  /** Words before the name of an answer that is to be changed: "change", "correct". */
  readonly changeBefore: readonly string[];
  /** Words after it: "is wrong". */
  readonly changeAfter: readonly string[];
  /** Words that carry nothing at either end of what is said: "please". */
  readonly fillers: readonly string[];
  readonly negations: readonly string[];
  /** Ways to say the first choice, the second, and so on; groups are separated by a bar. */
  readonly ordinals: readonly string[];
  /** Ways to agree with a summary, besides yes. */
  readonly agree: readonly string[];
  readonly labels: Readonly<Record<FlowLabelName, string>>;
  readonly texts: Readonly<Record<FlowTextName, Wording>>;
  readonly problems: Readonly<Record<ProblemCode, Wording>>;
  readonly times: TimeWords;
}
