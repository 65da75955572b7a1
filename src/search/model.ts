import type { Thresholds } from '../core/search.ts';
import type { Axes } from './axes.ts';
import type { Calibration, Sides } from './calibrate.ts';
import type { Vocabulary } from './features.ts';
import type { Inside } from './inside.ts';
import type { KernelSettings, Rows } from './kernel.ts';

/** Stands for every question that leads nowhere; never a match. */
export const nowhere = 'none';

/** A trained search, ready to be saved. Everything in it comes from the content. */
export interface Model {
  /** Digest of what it was trained from. */
  readonly version: string;
  readonly targets: readonly string[];
  /** The stored questions as they were written, in row order. */
  readonly phrasings: readonly string[];
  /** For each row, the place of its target. */
  readonly owners: Uint32Array;
  readonly contentWords: readonly (readonly [word: string, count: number])[];
  readonly kernel: KernelSettings;
  readonly vocabulary: Vocabulary;
  readonly axes: Axes;
  readonly rows: Rows;
  /** What each stored question says for each target, `targets` numbers a row. */
  readonly votes: Float32Array;
  readonly sides: Sides;
  readonly calibration: Calibration;
  readonly inside: Inside;
  readonly thresholds: Thresholds;
  /** What each test question would find had no test been learned from, best first. */
  readonly untaught: readonly {
    readonly text: string;
    readonly inside: number;
    readonly matches: readonly (readonly [place: number, chance: number])[];
  }[];
  /** Mean squared error and the like, for the bench and staff. */
  readonly figures: Readonly<Record<string, number>>;
}
