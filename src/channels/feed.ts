import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder-core';
import type { Messages } from '../core/messages.ts';
import type { Store } from '../storage/store.ts';
import type { Report } from '../turn.ts';
import { ASSISTANT, lineActivity, placed, type SentActivity } from './activity.ts';

/** Body of a polling GET and text of a WebSocket frame, and whether there is more to read at once. */
export interface Page {
  readonly activities: readonly SentActivity[];
  readonly watermark: string;
  readonly more: boolean;
  /** False when the store did not answer: the same watermark may be read again later. */
  readonly read: boolean;
}

export interface FeedDeps {
  readonly store: Pick<Store, 'readTranscript'>;
  readonly messages: () => Messages;
  readonly clock: () => number;
  readonly report: Report;
}

interface Unsaved {
  readonly stamp: number;
  readonly activity: SentActivity;
}

const PAGE = 100;
/** Apologies and urgent replies that no store could take are shown for this long, in milliseconds. */
const UNSAVED_LASTS = 5 * 60_000;
const MOST_UNSAVED = 20;

/**
 * What a client reads: transcript lines from the store and nothing else, except the few replies
 * that had to be given while nothing could be saved. A watermark is the sequence of the last line
 * read, and after a dot the time of the last unsaved reply seen: `12` or `12.1763800000000`.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #unsaved = new Map<string, readonly Unsaved[]>();
  #lastStamp = 0;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** Keeps a reply that is in no transcript for clients that are here now. */
  addUnsaved(conversation: string, activities: readonly Partial<Activity>[]): void {
    this.#forgetOld();
    const at = this.#deps.clock();
    const added = activities.map((activity) => {
      this.#lastStamp = Math.max(this.#lastStamp + 1, at);
      const { timestamp, serviceUrl, ...rest } = activity;
      const place = placed(`unsaved-${randomUUID()}`, at, conversation);
      return { stamp: this.#lastStamp, activity: { ...rest, ...place, from: ASSISTANT } };
    });
    const kept = [...(this.#unsaved.get(conversation) ?? []), ...added].slice(-MOST_UNSAVED);
    this.#unsaved.set(conversation, kept);
  }

  /** True when a conversation began, or went on, while nothing could be saved. */
  hasUnsaved(conversation: string): boolean {
    return this.#unsaved.has(conversation);
  }

  /** Everything after `watermark`, at most a page; never rejects, for a poll must never fail. */
  async read(conversation: string, watermark: string): Promise<Page> {
    const after = readWatermark(watermark);
    const unsaved = (this.#unsaved.get(conversation) ?? []).filter(
      ({ stamp }) => stamp > after.stamp && stamp > this.#deps.clock() - UNSAVED_LASTS,
    );
    const saved = await this.#readSaved(conversation, after.sequence);
    const stamp = unsaved.at(-1)?.stamp ?? after.stamp;
    const sequence = saved?.sequence ?? after.sequence;
    return {
      activities: [...(saved?.activities ?? []), ...unsaved.map(({ activity }) => activity)],
      watermark: stamp === 0 ? `${sequence}` : `${sequence}.${stamp}`,
      more: saved?.more ?? false,
      read: saved !== null,
    };
  }

  async #readSaved(conversation: string, after: number) {
    try {
      const lines = await this.#deps.store.readTranscript(conversation, after, PAGE);
      const messages = this.#deps.messages();
      const activities = lines
        .map((line) => lineActivity(line, conversation, messages))
        .filter((activity) => activity !== null);
      const sequence = lines.at(-1)?.sequence ?? after;
      return { activities, sequence, more: lines.length === PAGE };
    } catch (error) {
      this.#deps.report(error, 'a transcript could not be read');
      return null;
    }
  }

  #forgetOld(): void {
    const oldest = this.#deps.clock() - UNSAVED_LASTS;
    for (const [conversation, kept] of this.#unsaved) {
      if (kept.every(({ stamp }) => stamp < oldest)) this.#unsaved.delete(conversation);
    }
  }
}

/** Anything that is no watermark of ours reads from the beginning: nothing is lost by that. */
function readWatermark(text: string): { readonly sequence: number; readonly stamp: number } {
  const [, sequence = '0', stamp = '0'] = /^(\d{1,9})(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  return { sequence: Number(sequence), stamp: Number(stamp) };
}
