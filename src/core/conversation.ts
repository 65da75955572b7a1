/**
 * The words of the house: what a visitor sends, what the assistant decides and shows, and what it
 * remembers between turns. Everything here is a plain, readonly value; a change is a new value.
 */

/** Where a conversation takes place. */
export type Channel = 'website' | 'bot-framework' | 'terminal';

/**
 * What a visitor sends. `id` is chosen by the client: the same id twice in one conversation is one
 * turn. `at` is milliseconds since 1970 UTC.
 */
export type Message =
  | { readonly kind: 'join'; readonly id: string; readonly at: number }
  | { readonly kind: 'text'; readonly id: string; readonly at: number; readonly text: string }
  | { readonly kind: 'start'; readonly id: string; readonly at: number; readonly flow: string }
  | {
      readonly kind: 'vote';
      readonly id: string;
      readonly at: number;
      /** The transcript id of the reply voted on. */
      readonly reply: string;
      readonly helpful: boolean;
    };

/** A source shown beneath an answer; `number` is the mark inside the text, counted from 1. */
export interface Footnote {
  readonly number: number;
  /** Id in `knowledge/sources.yaml`, such as `S43`. */
  readonly source: string;
  readonly text: string;
  readonly supports: string;
  readonly url?: string;
}

/**
 * One thing the assistant shows. `text` is plain Markdown (paragraphs, bullets, bold, links) with
 * footnote marks as `[1]`. `choices` are quick replies: pressing one sends its words as a message,
 * so that every channel, a terminal included, can answer by typing.
 */
export interface Reply {
  readonly kind: 'say' | 'answer' | 'urgent';
  readonly text: string;
  readonly footnotes: readonly Footnote[];
  readonly choices: readonly string[];
  /** The entry shown, when the reply is an answer: votes and staff pages lean on it. */
  readonly entry: string | null;
  /** True while no clinician has signed the entry. */
  readonly draft: boolean;
}

/** How soon help is needed, most urgent first. */
export type Urgency = 'emergency' | 'same-day' | 'contact';

/** How a turn ended. Every kind has a label for staff in `console/labels/house.ts`. */
export type Decision =
  | {
      readonly kind: 'answer';
      readonly entries: readonly string[];
      readonly confidence: number;
    }
  | { readonly kind: 'choices'; readonly choices: readonly string[]; readonly confidence: number }
  /** `reason` names the fixed message shown: `not-known`, or a refusal such as `dose`. */
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly nearest: readonly string[];
      readonly confidence: number;
    }
  | { readonly kind: 'urgent'; readonly rule: string; readonly urgency: Urgency }
  | { readonly kind: 'private'; readonly rule: string }
  /** A dialog begins, goes on or ends; `step` is where it now waits, null when it is over. */
  | {
      readonly kind: 'flow';
      readonly flow: string;
      readonly event: 'started' | 'continued' | 'finished' | 'cancelled' | 'handed-over';
      readonly step: string | null;
    }
  | { readonly kind: 'smalltalk'; readonly topic: string }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'vote'; readonly entry: string | null; readonly helpful: boolean };

/** One answer given inside a flow. */
export interface SlotValue {
  /** The parsed value: an E.164 phone, a choice id, an ISO time range, or plain words. */
  readonly value: string;
  /** How it is read back to the visitor. */
  readonly shown: string;
}

/** Where a running flow stands. */
export interface FlowState {
  readonly id: string;
  readonly step: string;
  readonly slots: Readonly<Record<string, SlotValue>>;
  /** Steps asked so far, oldest first: "back" walks it. */
  readonly path: readonly string[];
  /** Failed tries at the present step. */
  readonly tries: number;
  /** How often help was asked for: its words change the second time. */
  readonly helped?: number;
  /** Set while one slot is being changed: the step to return to afterwards. */
  readonly returnTo: string | null;
  readonly startedAt: number;
}

/** What the assistant has just offered, so that "the first one" or "yes" can be understood. */
export interface Offer {
  /** `next`: follow-up questions beneath an answer; anything else may be said instead. */
  readonly kind: 'did-you-mean' | 'next';
  readonly options: readonly { readonly label: string; readonly target: string }[];
  /** The words that led to the offer, kept so that a miss can be taught from them. */
  readonly question: string;
}

/** What the assistant remembers between turns. `version` counts the turns taken. */
export interface Conversation {
  readonly id: string;
  readonly channel: Channel;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly version: number;
  readonly flow: FlowState | null;
  readonly offer: Offer | null;
  /** Entries answered lately, newest first, at most three: follow-up questions lean on them. */
  readonly focus: readonly string[];
  /** Harmless findings that would be urgent as a pair, by concept id. */
  readonly findings: readonly string[];
  /** The urgent message last shown: no booking talk follows it. */
  readonly urgent: { readonly rule: string; readonly urgency: Urgency; readonly at: number } | null;
  /** References of requests this conversation has made, oldest first. */
  readonly references: readonly string[];
}

/** What a flow sends to the clinic. `details` may hold health words: shown behind the sign-in only. */
export interface ClinicRequest {
  readonly kind: 'booking' | 'message' | 'call-back' | 'aftercare';
  /** Human-readable, such as `DN-7F3K`. */
  readonly reference: string;
  readonly at: number;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly times: string | null;
  /** What the visitor agreed to share besides name, contact and times; slot id to shown words. */
  readonly details: Readonly<Record<string, string>>;
}

/** Why a question got its answer: saved with the turn so that staff can see it and decide again. */
export interface Explanation {
  /** One part for each question found in the message, in order. */
  readonly parts: readonly {
    readonly text: string;
    readonly repaired: string;
    /** True when what was said before was leaned on. */
    readonly inContext: boolean;
    readonly confidence: number;
    readonly margin: number;
    /** The chance that it is about something here, where the search can tell. */
    readonly inside?: number;
    readonly matches: readonly ExplainedMatch[];
  }[];
  /** Urgent concepts seen in the words and what cancelled them, in plain form. */
  readonly signs: readonly string[];
}

/** One candidate and what each part of the search gave it. */
export interface ExplainedMatch {
  readonly target: string;
  readonly confidence: number;
  readonly phrasing: string;
  readonly shares: Readonly<Record<string, number>>;
}

/** What `decide` returns: a decision, the words, the next state, and what must reach the clinic. */
export interface Outcome {
  readonly decision: Decision;
  readonly replies: readonly Reply[];
  readonly conversation: Conversation;
  readonly requests: readonly ClinicRequest[];
  readonly why: Explanation | null;
  /** The message as it may be kept, where its own words must not be. */
  readonly kept?: Message;
}

/** A conversation in which nothing has been said yet. */
export function freshConversation(id: string, channel: Channel, at: number): Conversation {
  return {
    id,
    channel,
    startedAt: at,
    lastAt: at,
    version: 0,
    flow: null,
    offer: null,
    focus: [],
    findings: [],
    urgent: null,
    references: [],
  };
}
