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

/** So many matches of a question are looked at. */
export const mostMatches = 10;

/** What was found for one question, best first, at most `mostMatches`. */
export interface Found {
  /** The question after tidying and spelling repair. */
  readonly repaired: string;
  readonly matches: readonly Match[];
  /** The chance that the question is about something here, whichever answer is right. */
  readonly inside?: number;
}

/**
 * From the chance of a topic and the chance of its side (about something here for what answers, not
 * so for what turns away) to the chance that showing it is right:
 * log odds = bias + topic · log odds of the topic + side · log odds of the side.
 */
export interface Sureness {
  readonly bias: number;
  readonly topic: number;
  readonly side: number;
}

/** When to answer, when to offer choices; learned with the search, judged in `answer.ts`. */
export interface Thresholds {
  readonly sureness: Sureness;
  /** Answer when this sure at least ... */
  readonly answer: number;
  /** ... and when the chance of the runner-up is at least this far behind. */
  readonly margin: number;
  /** Offer choices at or above this chance of being about something here. */
  readonly offer: number;
}

/** Where nothing was learned the chance of the topic is all there is to go by. */
export const untaughtSureness: Sureness = { bias: 0, topic: 1, side: 0 };

/** @param topic chance of the best match and all that share its topic; @param side that of its side */
export function howSure(sureness: Sureness, topic: number, side: number): number {
  const odds = sureness.bias + sureness.topic * logOdds(topic) + sureness.side * logOdds(side);
  return 1 / (1 + Math.exp(-odds));
}

/** Chances of 0 and 1 are never meant: a thousandth is kept of doubt. */
export function logOdds(chance: number): number {
  const kept = Math.min(1 - leastDoubt, Math.max(leastDoubt, chance));
  return Math.log(kept / (1 - kept));
}

const leastDoubt = 1e-3;

/**
 * The urgent rule whose examples a message resembles most, and how much it resembles the examples of
 * all rules, by least squares: 1 for an example itself, about 0 for any other message.
 */
export interface NearestSigns {
  readonly rule: string;
  readonly likeness: number;
}

export interface Search {
  find(question: string): Found;
  /** The urgent signs nearest to a message; missing where there are no rules to learn them from. */
  nearestSigns?(message: string): NearestSigns;
  /**
   * How much a sentence resembles those that say nothing of what is asked ("sorry for the typos"), by
   * least squares: 1 for one of them, about 0 for any other; missing where there are none to learn from.
   */
  asideness?(sentence: string): number;
  /** What a test question would find, had the search not learned from any test. */
  findUntaught?(question: string): Found;
  readonly thresholds: Thresholds;
}
