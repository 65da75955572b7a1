import type { Entry, Guide } from '../core/guide.ts';
import type { Logger } from '../log.ts';
import type { Retention } from '../privacy/retention.ts';
import type { Trials } from '../replay/trial.ts';
import type { PrivacyStore } from '../storage/privacy-store.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import type { Store } from '../storage/store.ts';
import type { CodeRule } from './policy.ts';
import type { Provider } from './provider.ts';
import type { Throttle } from './throttle.ts';

/** How the clinic set its console up. Times in milliseconds. */
export interface ConsoleSettings {
  /** The address staff use, without a slash at the end; its scheme decides how cookies are set. */
  readonly publicUrl: string;
  /** Without a move for so long, a session ends. */
  readonly idle: number;
  /** After so long it ends in any case. */
  readonly longest: number;
  readonly codeRule: CodeRule;
  /** Whether staff may have suggestions written into the content folder. */
  readonly contentWritable: boolean;
}

/** What the server hands to the console. */
export interface ConsoleDependencies {
  readonly store: Store;
  readonly staff: StaffStore;
  readonly privacy: PrivacyStore;
  /** Notes what was erased, outside the database. */
  readonly erasedFile: string;
  /** How long things are kept, and what was last forgotten. */
  readonly retention: Pick<Retention, 'days' | 'last'>;
  readonly guide: () => Guide;
  readonly trials: Trials;
  /** What is wrong with the words of an answer, as an editor says it; such content cannot go live. */
  readonly answerErrors: (answer: string) => readonly string[];
  /** A digest of what a clinician signs of an entry: other words or sources have another. */
  readonly entryVersion: (entry: Entry) => string;
  readonly settings: ConsoleSettings;
  /** Sign-in by OpenID Connect, when it is configured. */
  readonly provider: Provider | null;
  readonly clock: () => number;
  readonly log: Logger;
  /** Folder with `console-style.css` and `console.js`, made by `npm run build`. */
  readonly assets: string;
}

/** The same with what the console makes of it; every handler gets this. */
export interface Desk extends ConsoleDependencies {
  readonly throttle: Throttle;
  /** True when staff reach it by https. */
  readonly secure: boolean;
}
