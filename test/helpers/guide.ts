import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Conversation, freshConversation, type Outcome } from '../../src/core/conversation.ts';
import { decide } from '../../src/core/decide.ts';
import type { Guide } from '../../src/core/guide.ts';
import { openGuide } from '../../src/open-guide.ts';

let opened: Promise<Guide> | undefined;

/** The real content with the real search, made once for all tests of a run. */
export function realGuide(): Promise<Guide> {
  opened ??= openGuide(
    { contentDirectory: '.', searchDirectory: path.resolve('data'), signedOnly: false },
    () => undefined,
  );
  return opened;
}

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'footnote-'));
}

/** A conversation with the pure core: says something, and goes on from what came of it. */
export class Talk {
  readonly #guide: Guide;
  #conversation: Conversation;
  #at: number;
  #count = 0;

  /** A Wednesday at ten in the morning, London. */
  constructor(guide: Guide, at = Date.UTC(2026, 10, 25, 10)) {
    this.#guide = guide;
    this.#at = at;
    this.#conversation = freshConversation('talk', 'terminal', at);
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  wait(milliseconds: number): void {
    this.#at += milliseconds;
  }

  say(text: string): Outcome {
    this.#count += 1;
    this.#at += 1000;
    const message = { kind: 'text', id: `m${this.#count}`, at: this.#at, text } as const;
    const draw = `${this.#count}QWERTYUIOP`;
    const outcome = decide(this.#guide, this.#conversation, message, draw);
    this.#conversation = outcome.conversation;
    return outcome;
  }
}

/** All words of an outcome. */
export function wordsOf(outcome: Outcome): string {
  return outcome.replies.map((reply) => reply.text).join('\n');
}
