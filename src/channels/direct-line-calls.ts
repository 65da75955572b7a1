import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder-core';
import type { Request, Response } from 'express';
import { FootnoteBot, type TurnResult } from './bot.ts';
import type { DirectLineDeps } from './direct-line.ts';
import { DirectLineAdapter, fromVisitor, website } from './direct-line-adapter.ts';
import { DirectLineError } from './errors.ts';
import type { Feed } from './feed.ts';
import { readPosted } from './posted.ts';
import { RateLimit, usualLimits } from './rate-limit.ts';
import type { Sockets } from './sockets.ts';
import { type Claims, newVisitor, readToken, signToken } from './tokens.ts';

const MINUTE = 60_000;
const TICKET_LASTS = MINUTE;
const USUAL_GRACE = 24 * 60;

type Visitor = Pick<Claims, 'conversation' | 'user'>;

/** Direct Line's calls, one method each. Trouble is thrown as a DirectLineError. */
export class DirectLineCalls {
  readonly #deps: DirectLineDeps;
  readonly #feed: Feed;
  readonly #sockets: Sockets;
  readonly #bot: FootnoteBot;
  readonly #adapter: DirectLineAdapter;
  readonly #limit: RateLimit;

  constructor(deps: DirectLineDeps, feed: Feed, sockets: Sockets) {
    this.#deps = deps;
    this.#feed = feed;
    this.#sockets = sockets;
    this.#bot = new FootnoteBot(deps, website);
    this.#adapter = new DirectLineAdapter(feed);
    this.#limit = new RateLimit(deps.limits ?? usualLimits);
  }

  /** POST tokens/generate: a token for a conversation that is yet to begin. */
  async generate(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    response.json(this.#pass(newVisitor()));
  }

  /** POST tokens/refresh: a new token for the same conversation, for a while after the old one's end. */
  async refresh(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    const grace = (this.#deps.graceMinutes ?? USUAL_GRACE) * MINUTE;
    response.json(this.#pass(this.#authorise(request, grace)));
  }

  /** POST conversations: begins the token's conversation with a welcome. Asking twice begins one. */
  async start(request: Request, response: Response): Promise<void> {
    await this.#limit.start(addressOf(request));
    const visitor = this.#authorise(request);
    const { user } = visitor;
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: user, name: '' }] };
    await this.#receive(joined, visitor);
    response.status(201).json({ ...this.#pass(visitor), ...this.#stream(request, visitor, '') });
  }

  /** GET conversations/:id: a fresh stream for a client that comes back. */
  async resume(request: Request, response: Response): Promise<void> {
    const visitor = this.#authorise(request);
    if (!(await this.#isKnown(visitor.conversation))) throw unknownConversation();
    const stream = this.#stream(request, visitor, watermarkOf(request));
    response.json({ ...this.#pass(visitor), ...stream });
  }

  /** GET conversations/:id/activities: the poll, which answers whatever happens to the store. */
  async read(request: Request, response: Response): Promise<void> {
    const { conversation } = this.#authorise(request);
    const asked = watermarkOf(request);
    const { activities, watermark, read } = await this.#feed.read(conversation, asked);
    if (read && watermark === '0') throw unknownConversation();
    response.json({ activities, watermark });
  }

  /** Before the body of a POST is read: may this visitor write here, and now? */
  async admit(request: Request): Promise<void> {
    const { conversation } = this.#authorise(request);
    await this.#limit.message(conversation, addressOf(request));
  }

  /**
   * POST conversations/:id/activities: one turn. 200 only when it is saved; after a 502 the same
   * activity may be posted again.
   */
  async post(request: Request, response: Response): Promise<void> {
    const visitor = this.#authorise(request);
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

  /**
   * The visitor of a request's token. Clients take 403 for "expired" and ask for another token.
   * @param grace milliseconds for which an expired token still counts
   */
  #authorise(request: Request, grace = 0): Visitor {
    const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer === undefined) {
      throw new DirectLineError(401, 'Unauthorized', 'send a token as Authorization: Bearer');
    }
    const token = readToken(this.#deps.secret, bearer, this.#deps.clock() - grace);
    if (token.kind === 'expired') throw new DirectLineError(403, 'TokenExpired', 'token expired');
    const { id } = request.params;
    const fits =
      token.kind === 'valid' &&
      token.claims.use === 'talk' &&
      (id === undefined || id === token.claims.conversation);
    if (!fits) throw new DirectLineError(403, 'BadToken', 'the token is not for this');
    return token.claims;
  }

  /** What every call that gives a token answers with. */
  #pass({ conversation, user }: Visitor) {
    const lasts = this.#deps.tokenMinutes * MINUTE;
    const expires = this.#deps.clock() + lasts;
    const token = signToken(this.#deps.secret, { use: 'talk', conversation, user, expires });
    return { conversationId: conversation, token, expires_in: lasts / 1000 };
  }

  #stream(request: Request, { conversation, user }: Visitor, watermark: string) {
    const { clock, publicUrl, secret } = this.#deps;
    const expires = clock() + TICKET_LASTS;
    const url = new URL(streamOrigin(request, publicUrl));
    url.pathname = `/v3/directline/conversations/${conversation}/stream`;
    url.searchParams.set('watermark', watermark);
    const ticket = signToken(secret, { use: 'stream', conversation, user, expires });
    url.searchParams.set('t', ticket);
    return { streamUrl: url.href };
  }
}

/** A configured https address wins: behind a proxy the request may not show how visitors came. */
function streamOrigin(request: Request, publicUrl: string): string {
  const asked = new URL(publicUrl);
  if (asked.protocol === 'https:') return `wss://${asked.host}`;
  return `${request.secure ? 'wss' : 'ws'}://${request.headers.host ?? asked.host}`;
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
