import type { Conversation, Decision } from '../../core/conversation.ts';
import type { Content } from '../../core/guide.ts';
import type { TranscriptLine } from '../../storage/store.ts';
import { answerStep, type DemoPerson, drawPerson } from './answer-step.ts';
import type { Chance } from './chance.ts';
import type { Plan } from './plan.ts';
import type { DemoWords } from './words.ts';

/** What a visitor does next; null when they have gone. */
export type Move =
  | { readonly kind: 'join' }
  | { readonly kind: 'start'; readonly flow: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'vote'; readonly reply: string; readonly helpful: boolean }
  | null;

/** What a visitor sees after their last move. */
export interface Seen {
  readonly decision: Decision;
  readonly lines: readonly TranscriptLine[];
  readonly conversation: Conversation;
}

/** How often somebody leaves a dialog where it waits for this; some steps ask more than others. */
const LEAVES: Readonly<Record<string, number>> = {
  name: 0.04,
  contact: 0.11,
  phone: 0.08,
  times: 0.04,
  reason: 0.03,
  consent: 0.06,
};
const LEAVES_ELSEWHERE = 0.02;
/** Nobody says more than this. */
const MOST_MOVES = 32;

/** One made-up visitor: a plan, and chance for how they take what they are told. */
export class DemoVisitor {
  readonly #plan: Plan;
  readonly #chance: Chance;
  readonly #words: DemoWords;
  readonly #content: Content;
  readonly #person: DemoPerson;
  readonly #lines: string[];
  #moves = 0;
  /** The step a dialog waits at, and how often it did. */
  #waiting = { step: '', times: 0 };

  constructor(
    plan: Plan,
    chance: Chance,
    from: { readonly words: DemoWords; readonly content: Content; readonly number: number },
  ) {
    this.#plan = plan;
    this.#chance = chance;
    this.#words = from.words;
    this.#content = from.content;
    this.#person = drawPerson(chance, from.words, from.number);
    this.#lines = [...plan.lines];
  }

  /** How somebody comes: through the chat window, a printed code, or with words at once. */
  arrive(): Move {
    if (this.#plan.wish === 'aftercare') return { kind: 'start', flow: 'aftercare' };
    if (this.#plan.channel === 'website' || this.#lines.length === 0) return { kind: 'join' };
    return this.#ownWords();
  }

  next(seen: Seen): Move {
    this.#moves += 1;
    if (this.#moves > MOST_MOVES) return null;
    if (seen.conversation.flow !== null) return this.#inDialog(seen.conversation);
    return this.#afterReply(seen);
  }

  #inDialog({ flow: state }: Conversation): Move {
    const flow = this.#content.flows.get(state?.id ?? '');
    if (state === null || flow === undefined) return null;
    const { happens, pick } = this.#chance;
    if (this.#isTired(state.step) || happens(LEAVES[state.step] ?? LEAVES_ELSEWHERE)) return null;
    if (happens(0.015)) return say(pick(this.#words.cancels));
    if (happens(0.03)) return say(pick(this.#words.corrections));
    if (happens(0.06)) return say(this.#aside());
    const answering = { chance: this.#chance, words: this.#words, person: this.#person };
    return say(answerStep(answering, flow, state));
  }

  /** Who is asked the same for the fourth time gives up. */
  #isTired(step: string): boolean {
    const times = step === this.#waiting.step ? this.#waiting.times + 1 : 1;
    this.#waiting = { step, times };
    return times > 3;
  }

  /** A question in the middle of a dialog. */
  #aside(): string {
    const tests = ['price', 'does-it-hurt', 'what-to-wear', 'session-length', 'parking-and-access'];
    const known = tests.flatMap((id) => this.#content.entries.get(id)?.tests ?? []);
    return known.length > 0 ? this.#chance.pick(known) : this.#chance.pick(this.#words.thanks);
  }

  #afterReply({ decision, lines }: Seen): Move {
    const { happens, pick } = this.#chance;
    switch (decision.kind) {
      case 'answer':
        return this.#vote(decision.entries, lines) ?? this.#chosen(lines, 0.22) ?? this.#ownWords();
      case 'choices':
        return this.#chosen(lines, 0.65) ?? this.#ownWords();
      case 'unknown':
        if (this.#lines.length > 0) return this.#ownWords();
        if (happens(0.12)) return say(pick(this.#words.person));
        return this.#chosen(lines, 0.1);
      case 'urgent':
        return happens(0.25) ? say(pick(this.#words.afterUrgent)) : null;
      case 'flow':
        return this.#chosen(lines, 0.12) ?? this.#ownWords();
      default:
        return this.#ownWords();
    }
  }

  /** A thumb up or down beneath an answer: seldom, and more often when it did not help. */
  #vote(entries: readonly string[], lines: readonly TranscriptLine[]): Move {
    const shown = lines.find((line) => line.from === 'assistant' && line.reply.entry !== null);
    const poor = entries.some((id) => this.#words.unhelpful.includes(id));
    if (shown === undefined || !this.#chance.happens(poor ? 0.4 : 0.16)) return null;
    const helpful = this.#chance.happens(poor ? 0.25 : 0.9);
    return { kind: 'vote', reply: shown.id, helpful };
  }

  /** One of the buttons beneath the last reply, pressed with this probability. */
  #chosen(lines: readonly TranscriptLine[], probability: number): Move {
    const last = lines.at(-1);
    const choices = last?.from === 'assistant' ? last.reply.choices : [];
    if (choices.length === 0 || !this.#chance.happens(probability)) return null;
    return say(this.#chance.weighted(choices.map((one, index) => [one, 1 / (1 + index)] as const)));
  }

  /** The next thing they came to say, then perhaps a word of thanks. */
  #ownWords(): Move {
    const line = this.#lines.shift();
    if (line !== undefined) return say(line);
    const { happens, pick } = this.#chance;
    const polite = this.#moves > 1 && this.#plan.wish !== 'look' && happens(0.15);
    return polite ? say(pick(this.#words.thanks)) : null;
  }
}

function say(text: string): Move {
  return { kind: 'text', text };
}
