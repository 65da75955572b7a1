import type { Decision } from '../core/conversation.ts';
import type { Proposal } from '../core/suggestion.ts';
import type { Effect } from './compare.ts';

/**
 * What is tried: the open suggestions against the content as it lies in its folder, or that content
 * against what patients were shown.
 */
export type TrialSubject = 'suggestions' | 'folder';

export interface TrialOrder {
  readonly subject: TrialSubject;
  /** How many of the latest turns are decided again. */
  readonly last: number;
}

/** A suggestion that stays open, and why. */
export interface RefusedSuggestion {
  readonly id: string;
  readonly kind: Proposal['kind'];
  readonly entry: string;
  readonly reason: string;
}

/** A turn that would end otherwise. Its words are not here: they are read when somebody looks. */
export interface TrialChange {
  readonly effect: Exclude<Effect, 'same'>;
  readonly conversation: string;
  readonly turn: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly before: Decision;
  readonly after: Decision;
}

/** What a trial found, free of patients' words. */
export interface Trial extends TrialOrder {
  /** Version of the content in its folder. */
  readonly base: string;
  /** Version of what was tried; `base` where the suggestions change nothing. */
  readonly version: string;
  /** Suggestions that are in it, oldest first. */
  readonly suggestions: readonly string[];
  readonly refused: readonly RefusedSuggestion[];
  /** Titles of the entries that were tried, by id: some may be new. */
  readonly titles: Readonly<Record<string, string>>;
  /** The difference of the content files, empty when there is none. */
  readonly patch: string;
  readonly turns: number;
  readonly skipped: number;
  readonly counts: Readonly<Record<Effect, number>>;
  /** The gravest first, then the latest; at most some hundred of each kind. */
  readonly changes: readonly TrialChange[];
}

/** Why there is no result. `crashed`: its process ended by itself; `stopped`: by somebody. */
export type TrialTrouble =
  | { readonly kind: 'crashed' | 'stopped' }
  /** The content, or what the suggestions would make of it, has errors; each in a line. */
  | { readonly kind: 'unsound'; readonly problems: readonly string[] }
  /** Files or suggestions are not those that were tried: nothing was written. */
  | { readonly kind: 'stale' };

/** How far it has come: first the search learns what is tried, unless it has already. */
export interface TrialProgress {
  readonly stage: 'learning' | 'deciding';
  readonly done: number;
  readonly all: number;
}

/** The trial of this server: one at a time, and its result until the next one. */
export type TrialState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'trying';
      readonly order: TrialOrder;
      readonly progress: TrialProgress | null;
    }
  | { readonly kind: 'tried'; readonly trial: Trial; readonly at: number }
  | { readonly kind: 'applying'; readonly trial: Trial }
  | { readonly kind: 'applied'; readonly trial: Trial; readonly at: number }
  | { readonly kind: 'failed'; readonly trouble: TrialTrouble };

/** The trial of this server, as the console uses it. */
export interface Trials {
  state(): TrialState;
  /** False while another is under way. */
  start(order: TrialOrder): boolean;
  /** Writes what was tried into the content folder; false when that may not be. */
  apply(actor: string): boolean;
  /** Ends a trial that is under way; one that is being applied goes on. */
  stop(): void;
}

/** Suggestions that were tried may be applied unless an urgent message would be lost. */
export function mayBeApplied({ subject, suggestions, counts }: Trial): boolean {
  return subject === 'suggestions' && suggestions.length > 0 && counts['urgent-lost'] === 0;
}

/** What the process of a trial is told: what to do, and the settings to do it with. */
export type TrialTask =
  | { readonly kind: 'try'; readonly order: TrialOrder }
  | {
      readonly kind: 'apply';
      readonly tried: Pick<Trial, 'base' | 'version' | 'suggestions'>;
      /** Account id, for the audit log. */
      readonly actor: string;
    };

/** What the process of a trial says. Every kind but `progress` is its last word. */
export type TrialNews =
  | { readonly kind: 'progress'; readonly progress: TrialProgress }
  | { readonly kind: 'tried'; readonly trial: Trial }
  | { readonly kind: 'applied' }
  | { readonly kind: 'trouble'; readonly trouble: TrialTrouble }
  /** For the log: what describes an error without anybody's words. */
  | { readonly kind: 'crashed'; readonly error: object };
