import type { Request } from 'express';
import { DirectLineError } from './errors.ts';
import { type Claims, readToken, signToken } from './tokens.ts';

export type Visitor = Pick<Claims, 'conversation' | 'user'>;

export interface PassDeps {
  /** Signs tokens; see `loadTokenSecret`. */
  readonly secret: Uint8Array;
  readonly clock: () => number;
  readonly tokenMinutes: number;
  /** How long after its end a token may still be refreshed, for a visitor who closed the laptop. */
  readonly graceMinutes?: number;
  /** The address visitors use. An https one is where streams are opened; else the asked host is. */
  readonly publicUrl: string;
}

const MINUTE = 60_000;
const TICKET_LASTS = MINUTE;
const USUAL_GRACE = 24 * 60;

/** Gives out tokens and checks them: who may read and write which conversation. */
export class Passes {
  readonly #deps: PassDeps;

  constructor(deps: PassDeps) {
    this.#deps = deps;
  }

  /** What every call that gives a token answers with. `expires_in` is in seconds. */
  issue({ conversation, user }: Visitor) {
    const { secret, clock, tokenMinutes } = this.#deps;
    const expires = clock() + tokenMinutes * MINUTE;
    const token = signToken(secret, { use: 'talk', conversation, user, expires });
    return { conversationId: conversation, token, expires_in: tokenMinutes * 60 };
  }

  /** The address of a stream, with a ticket that opens it within a minute. */
  stream(request: Request, { conversation, user }: Visitor, watermark: string) {
    const { secret, clock, publicUrl } = this.#deps;
    const expires = clock() + TICKET_LASTS;
    const url = new URL(streamOrigin(request, publicUrl));
    url.pathname = `/v3/directline/conversations/${conversation}/stream`;
    url.searchParams.set('watermark', watermark);
    const ticket = signToken(secret, { use: 'stream', conversation, user, expires });
    url.searchParams.set('t', ticket);
    return { streamUrl: url.href };
  }

  /**
   * The visitor of a request's token, which must be for the conversation in its path, if there is one.
   * @throws DirectLineError 401 without a token; 403 with one that is not good for this, which
   *   clients take for "expired".
   */
  visitor(request: Request): Visitor {
    return this.#read(request, 0);
  }

  /** The same for a token that is to be refreshed: it may have ended a while ago. */
  returning(request: Request): Visitor {
    return this.#read(request, (this.#deps.graceMinutes ?? USUAL_GRACE) * MINUTE);
  }

  #read(request: Request, grace: number): Visitor {
    const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer === undefined) {
      throw new DirectLineError(401, 'Unauthorized', 'send a token as Authorization: Bearer');
    }
    const { secret, clock } = this.#deps;
    const token = readToken(secret, bearer, clock() - grace);
    if (token.kind === 'expired') throw new DirectLineError(403, 'TokenExpired', 'token expired');
    const { id } = request.params;
    const fits =
      token.kind === 'valid' &&
      token.claims.use === 'talk' &&
      (id === undefined || id === token.claims.conversation);
    if (!fits) throw new DirectLineError(403, 'BadToken', 'the token is not for this');
    return token.claims;
  }
}

/** A configured https address wins: behind a proxy the request may not show how visitors came. */
function streamOrigin(request: Request, publicUrl: string): string {
  const asked = new URL(publicUrl);
  if (asked.protocol === 'https:') return `wss://${asked.host}`;
  return `${request.secure ? 'wss' : 'ws'}://${request.headers.host ?? asked.host}`;
}
