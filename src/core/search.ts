/**
 * What the search is to the rest of the house: a plain function from a question to scored matches.
 * `src/search/` builds one; `answer.ts` decides what its numbers mean.
 */

/** One thing that can be found: an entry, a flow, small talk, or a refusal. */
export interface Findable {
  /** `entry:soreness`, `flow:booking`, `smalltalk:thanks`, `refusal:dose`. */
  readonly target: string;
  readonly title: string;
  readonly phrasings: readonly string[];
  /** The answer's words, empty where there are none. */
  readonly text: string;
  /** What the answer is about: targets that share a topic stand in for each other. */
  readonly topics?: readonly string[];
  /** Questions in other words: learned from like phrasings, but first asked as if they were not. */
  readonly tests?: readonly string[];
}

/** A candidate. `confidence` is calibrated: of matches at 0.8, about 8 in 10 are right. */
export interface Match {
  readonly target: string;
  readonly confidence: number;
  /** The stored phrasing nearest to the question. */
  readonly phrasing: string;
  /** What each part of the search gave, by the part's name. */
  readonly shares: Readonly<Record<string, number>>;
}

/** What was found for one question, best first, at most ten. */
export interface Found {
  /** The question after tidying and spelling repair. */
  readonly repaired: string;
  readonly matches: readonly Match[];
  /** The chance that the question is about something here, whichever answer is right. */
  readonly inside?: number;
}

/** When to answer, when to offer choices; learned with the search, judged in `answer.ts`. */
export interface Thresholds {
  /** Answer at or above this confidence ... */
  readonly answer: number;
  /** ... when the runner-up is at least this far behind. */
  readonly margin: number;
  /** Answer only what is, by this chance at least, about something here; 0 where nothing tells. */
  readonly inside: number;
  /** Offer choices at or above this chance of being about something here. */
  readonly offer: number;
}

export interface Search {
  find(question: string): Found;
  /** What a test question would find, had the search not learned from any test. */
  findUntaught?(question: string): Found;
  readonly thresholds: Thresholds;
}
