import type { ClinicRequest } from './conversation.ts';
import type { Flow, Readers } from './flow.ts';
import type { Messages } from './messages.ts';
import type { UrgentRules } from './screen.ts';
import type { Search } from './search.ts';

/** A bibliography entry of `knowledge/sources.yaml`. */
export interface Source {
  readonly id: string;
  readonly text: string;
  readonly url?: string;
  readonly kind: 'paper' | 'official' | 'copy' | 'second-hand';
}

/** One reviewed answer: a file of `knowledge/`. Clinic facts are already filled in. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly phrasings: readonly string[];
  readonly tests: readonly string[];
  readonly sources: readonly { readonly id: string; readonly supports: string }[];
  readonly status: 'draft' | 'signed';
  readonly reviewer: string | null;
  /** ISO dates, such as `2026-11-22`. */
  readonly reviewed: string | null;
  readonly reviewDue: string | null;
  /** A digest of what was signed; null when that is not known. */
  readonly signedVersion: string | null;
  readonly next: readonly string[];
  /** Plain Markdown with source marks as `[^S43]`; the first paragraph is the short answer. */
  readonly body: string;
}

/** Small talk and refusals: phrasings that lead to a fixed message. */
export interface FixedReply {
  readonly id: string;
  readonly title: string;
  readonly phrasings: readonly string[];
  readonly tests: readonly string[];
  readonly reply: string;
  /** Entries offered beneath, by id. */
  readonly next: readonly string[];
}

/** A pattern of private details that should not be typed here, and the message that says so. */
export interface PrivateRule {
  readonly id: string;
  readonly pattern: RegExp;
}

/** Everything a clinic wrote, checked and frozen. `version` is a digest of the files. */
export interface Content {
  readonly version: string;
  /** Labels that entries may declare, in the order of `knowledge/topics.yaml`. */
  readonly topics: readonly string[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly smalltalk: ReadonlyMap<string, FixedReply>;
  readonly refusals: ReadonlyMap<string, FixedReply>;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly urgent: UrgentRules;
  readonly privateRules: readonly PrivateRule[];
  readonly messages: Messages;
  /** Words on the chat window, by name. */
  readonly widget: Readonly<Record<string, string>>;
  readonly email: EmailTexts;
  readonly demo: DemoTexts;
  /** Sentences of the world at large, from which the search learns to stay silent. */
  readonly outOfScope: readonly string[];
  /** What people say around a question that says nothing of what they ask. */
  readonly asides: readonly string[];
  readonly clinic: Clinic;
}

/** The words of the demo page at `/`. */
export interface DemoTexts {
  readonly title: string;
  readonly lead: string;
  readonly paragraphs: readonly string[];
  readonly try: string;
  readonly questions: readonly string[];
  readonly contact: string;
  readonly emergency: string;
  readonly fullPage: string;
}

/** What the clinic receives by e-mail, with `{reference}`, `{name}`, `{contact}`, `{times}`, `{kind}`. */
export interface EmailTexts {
  readonly subject: string;
  readonly body: string;
  readonly kinds: Readonly<Record<ClinicRequest['kind'], string>>;
  /** Stands where nothing was given. */
  readonly none: string;
}

/** Opening times of one weekday as local `HH:MM` pairs; empty when closed. */
export type Hours = readonly (readonly [open: string, close: string])[];
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** The facts of `knowledge/clinic.yaml` that code reads; the other facts only fill texts. */
export interface Clinic {
  readonly name: string;
  /** ISO 3166 code of two letters; phone numbers without a prefix are read in it. */
  readonly country: string;
  /** IANA name, such as `Europe/London`. */
  readonly timeZone: string;
  readonly phone: string;
  /** The country's number for an ambulance, as people write it: `999`, `112 or 999`. */
  readonly emergency: string;
  readonly email: string;
  readonly hours: Readonly<Record<Weekday, Hours>> | null;
  readonly booking: {
    readonly system: 'none' | 'calcom' | 'calendly' | 'acuity' | 'cliniko' | 'jane';
    readonly url: string | null;
  };
  readonly offer: { readonly label: string; readonly url: string } | null;
  /** For how many days patients are told that chats are kept; null when they are not told. */
  readonly retentionDays: number | null;
}

/** All that `decide` needs to know besides the conversation: content, search, and word readers. */
export interface Guide {
  readonly content: Content;
  readonly search: Search;
  readonly readers: Readers;
  /** With `true`, drafts are never shown to visitors. */
  readonly signedOnly: boolean;
}
