import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder-core';
import type { Request, Response } from 'express';
import { FootnoteBot, type TurnResult } from './bot.ts';
import type { DirectLineDeps } from './direct-line.ts';
import { DirectLineAdapter, fromVisitor, website } from './direct-line-adapter.ts';
import { DirectLineError } from './errors.ts';
import type { Feed } from './feed.ts';
import { Passes, type Visitor } from './passes.ts';
import { readPosted } from './posted.ts';
import { RateLimit, usualLimits } from './rate-limit.ts';
import type { Sockets } from './sockets.ts';
import { newVisitor } from './tokens.ts';

/** Direct Line's calls, one method each. Trouble is thrown as a DirectLineError. */
export class DirectLineCalls {
  readonly #deps: DirectLineDeps;
  readonly #feed: Feed;
  readonly #sockets: Sockets;
  readonly #bot: FootnoteBot;
  readonly #adapter: DirectLineAdapter;
  readonly #limit: RateLimit;
  readonly #passes: Passes;

  constructor(deps: DirectLineDeps, feed: Feed, sockets: Sockets) {
    this.#deps = deps;
    this.#feed = feed;
    this.#sockets = sockets;
    this.#bot = new FootnoteBot(deps, website);
    this.#adapter = new DirectLineAdapter(feed);
    this.#limit = new RateLimit(deps.limits ?? usualLimits);
    this.#passes = new Passes(deps);
  }

  /** POST tokens/generate: a token for a conversation that is yet to begin. */
  async generate(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    response.json(this.#passes.issue(newVisitor()));
  }

  /** POST tokens/refresh: a new token for the same conversation, for a while after the old one's end. */
  async refresh(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    response.json(this.#passes.issue(this.#passes.returning(request)));
  }

  /** POST conversations: begins the token's conversation with a welcome. Asking twice begins one. */
  async start(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    const visitor = this.#passes.visitor(request);
    const { user } = visitor;
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: user, name: '' }] };
    await this.#receive(joined, visitor);
    response
      .status(201)
      .json({ ...this.#passes.issue(visitor), ...this.#passes.stream(request, visitor, '') });
  }

  /** GET conversations/:id: a fresh stream for a client that comes back. */
  async resume(request: Request, response: Response): Promise<void> {
    const visitor = this.#passes.visitor(request);
    if (!(await this.#isKnown(visitor.conversation))) throw unknownConversation();
    const stream = this.#passes.stream(request, visitor, watermarkOf(request));
    response.json({ ...this.#passes.issue(visitor), ...stream });
  }

  /** GET conversations/:id/activities: the poll, which answers whatever happens to the store. */
  async read(request: Request, response: Response): Promise<void> {
    const { conversation } = this.#passes.visitor(request);
    const asked = watermarkOf(request);
    const { activities, watermark, read } = await this.#feed.read(conversation, asked);
    if (read && watermark === '0') throw unknownConversation();
    response.json({ activities, watermark });
  }

  /** Before the body of a POST is read: may this visitor write here, and now? */
  async admit(request: Request): Promise<void> {
    const { conversation } = this.#passes.visitor(request);
    await this.#limit.message(conversation, addressOf(request));
  }

  /**
   * POST conversations/:id/activities: one turn. 200 only when it is saved; after a 502 the same
   * activity may be posted again.
   */
  async post(request: Request, response: Response): Promise<void> {
    const visitor = this.#passes.visitor(request);
    if (request.body === undefined) {
      throw new DirectLineError(415, 'UnsupportedMediaType', 'send an activity as JSON');
    }
    const activity = readPosted(request.body);
    if (!(await this.#isKnown(visitor.conversation))) throw unknownConversation();
    const result = await this.#receive(activity, visitor);
    if (result === 'failed' || result?.saved === false) {
      throw new DirectLineError(502, 'BotError', 'the message was not saved: send it again');
    }
    const line = result?.lines.find(({ from }) => from === 'visitor');
    response.json({ id: line?.id ?? randomUUID() });
  }

  async #receive(
    activity: Partial<Activity>,
    { conversation, user }: Visitor,
  ): Promise<TurnResult | undefined> {
    const placed = fromVisitor(activity, conversation, user);
    const result = await this.#adapter.receive(this.#bot, placed);
    if (result !== undefined) this.#sockets.wake(conversation);
    return result;
  }

  /** True also when the store cannot tell: an urgent message must get through. */
  async #isKnown(conversation: string): Promise<boolean> {
    if (this.#feed.hasUnsaved(conversation)) return true;
    try {
      return (await this.#deps.store.loadConversation(conversation)) !== undefined;
    } catch (error) {
      this.#deps.report(error, 'a conversation could not be looked up');
      return true;
    }
  }
}

function watermarkOf(request: Request): string {
  const { watermark } = request.query;
  return typeof watermark === 'string' ? watermark : '';
}

/** Who asks, for counting. One house's IPv6 addresses share their first half. */
function addressOf({ ip = '' }: Request): string {
  return ip.includes('.') ? ip : ip.split(':').slice(0, 4).join(':');
}

function unknownConversation(): DirectLineError {
  return new DirectLineError(404, 'ConversationNotFound', 'there is no such conversation');
}
