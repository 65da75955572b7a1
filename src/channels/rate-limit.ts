import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DirectLineError } from './errors.ts';

/** How often, in a minute. An address may be a whole clinic's, so it may do much more than a visitor. */
export interface Limits {
  /** Tokens asked for and conversations begun by one address. */
  readonly startsPerAddress: number;
  readonly messagesPerAddress: number;
  readonly messagesPerConversation: number;
}

export const usualLimits: Limits = {
  startsPerAddress: 60,
  messagesPerAddress: 240,
  messagesPerConversation: 40,
};

/** Counts in memory, each minute anew. Reading is never limited: polling clients die of a 429. */
export class RateLimit {
  readonly #starts: RateLimiterMemory;
  readonly #byAddress: RateLimiterMemory;
  readonly #byConversation: RateLimiterMemory;

  constructor(limits: Limits) {
    const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
    this.#starts = perMinute(limits.startsPerAddress);
    this.#byAddress = perMinute(limits.messagesPerAddress);
    this.#byConversation = perMinute(limits.messagesPerConversation);
  }

  /** @throws DirectLineError 429 with `Retry-After` when the address asks too often. */
  async start(address: string): Promise<void> {
    await consume(this.#starts, address);
  }

  /** @throws DirectLineError 429 with `Retry-After` when visitor or address write too often. */
  async message(conversation: string, address: string): Promise<void> {
    await consume(this.#byConversation, conversation);
    await consume(this.#byAddress, address);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.ceil(refused.msBeforeNext / 1000);
    throw new DirectLineError(429, 'TooManyRequests', 'too many requests', seconds);
  }
}
