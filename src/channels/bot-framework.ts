import { type Activity, TurnContext } from 'botbuilder-core';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { Answered } from './answered.ts';
import { type BotDeps, FootnoteBot, type Place } from './bot.ts';
import type { Cloud, CloudSettings } from './cloud-adapter.ts';
import { answerTrouble, DirectLineError } from './errors.ts';
import { readJson } from './json.ts';
import { readMessage } from './message.ts';
import { isLoopback, isLoopbackPeer, isMicrosoft } from './service-url.ts';

export interface BotFrameworkDeps extends BotDeps {
  /** An app registered with Microsoft; null when there is none. */
  readonly credentials: {
    readonly appId: string;
    readonly appPassword: string;
    readonly appType: string;
    readonly tenantId: string | null;
  } | null;
  readonly allowLocalEmulator: boolean;
  /** The address visitors use: the emulator is let in only while that is this machine itself. */
  readonly publicUrl: string;
  /** Further settings of botbuilder, such as those of another cloud of Microsoft's. */
  readonly cloud?: CloudSettings;
}

type Way = 'microsoft' | 'emulator';

const place: Place = {
  channel: 'bot-framework',
  // Named apart, so that no token of our own Direct Line can ever stand for such a conversation.
  conversation: ({ activity }) => `bot-framework.${activity.channelId}.${activity.conversation.id}`,
  attached: () => null,
};

const name = z.string().min(1).max(500);
const received = z.looseObject({
  type: name,
  id: name,
  channelId: name,
  serviceUrl: name,
  conversation: z.looseObject({ id: name }),
  from: z.looseObject({ id: name }),
  recipient: z.looseObject({ id: name }).optional(),
});

/**
 * POST /api/messages, to be mounted there: Bot Framework's channels through CloudAdapter. With blank
 * credentials botbuilder would take anybody's activity and send the reply wherever it asks, so
 * without credentials there is nothing here: 404. And replies go to hosts of Microsoft's only.
 */
export function botFrameworkRouter(deps: BotFrameworkDeps): Router {
  const router = Router();
  const endpoint = new Endpoint(deps);
  router.post(
    '/',
    (request, _response, next) => {
      endpoint.wayIn(request);
      next();
    },
    express.json({ limit: '256kb' }),
    (request, response) => endpoint.receive(request, response),
  );
  router.use(() => {
    throw new DirectLineError(404, 'NotFound', 'there is no such call');
  });
  router.use(answerTrouble(deps.report));
  return router;
}

class Endpoint {
  readonly #deps: BotFrameworkDeps;
  readonly #bot: FootnoteBot;
  readonly #clouds = new Map<Way, Promise<Cloud>>();
  readonly #answered = new Answered();

  constructor(deps: BotFrameworkDeps) {
    this.#deps = deps;
    this.#bot = new FootnoteBot(deps, place);
  }

  /** @throws DirectLineError 404 when the endpoint is closed for this request. */
  wayIn(request: Request): Way {
    const { credentials, allowLocalEmulator, publicUrl } = this.#deps;
    const local = allowLocalEmulator && isLoopback(publicUrl) && isFromThisMachine(request);
    if (local && request.headers.authorization === undefined) return 'emulator';
    if (credentials?.appId.trim() && credentials.appPassword.trim()) return 'microsoft';
    throw new DirectLineError(404, 'NotFound', 'there is no such call');
  }

  async receive(request: Request, response: Response): Promise<void> {
    const way = this.wayIn(request);
    const activity = readActivity(request.body, way);
    const cloud = await this.#open(way);
    const authorization = way === 'microsoft' ? (request.headers.authorization ?? '') : '';
    const { status, body, trouble } = await cloud.answer(authorization, activity, (context) => {
      // In a group, Teams puts the bot's name before what is asked of it.
      TurnContext.removeRecipientMention(context.activity);
      return this.#answered.once(keyOf(activity), () => this.#bot.run(context));
    });
    if (trouble !== undefined) this.#deps.report(trouble, 'a Bot Framework activity failed');
    response.status(status);
    if (body === undefined) response.end();
    else response.json(body);
  }

  #open(way: Way): Promise<Cloud> {
    const opened = this.#clouds.get(way) ?? this.#load(way);
    this.#clouds.set(way, opened);
    return opened;
  }

  #settings(): CloudSettings {
    const { credentials, cloud = {} } = this.#deps;
    if (credentials === null) throw new TypeError('nothing is authenticated without credentials');
    return {
      MicrosoftAppId: credentials.appId,
      MicrosoftAppPassword: credentials.appPassword,
      MicrosoftAppType: credentials.appType,
      MicrosoftAppTenantId: credentials.tenantId ?? '',
      ...cloud,
    };
  }

  async #load(way: Way): Promise<Cloud> {
    const { Cloud } = await import('./cloud-adapter.ts');
    return new Cloud(way === 'emulator' ? {} : this.#settings());
  }
}

/** A browser's page on this machine is not this machine's user, and neither is who a proxy brings. */
function isFromThisMachine({ socket, headers }: Request): boolean {
  const brought = headers['x-forwarded-for'] ?? headers.forwarded ?? headers.origin;
  return brought === undefined && isLoopbackPeer(socket.remoteAddress);
}

function readActivity(body: unknown, way: Way): Activity {
  const { data } = received.safeParse(readJson(body));
  if (!data) throw new DirectLineError(400, 'BadArgument', 'the body is not an activity');
  const mayReply = way === 'emulator' ? isLoopback : isMicrosoft;
  if (!mayReply(data.serviceUrl)) {
    throw new DirectLineError(400, 'BadServiceUrl', 'replies are not sent to this serviceUrl');
  }
  // A parser: what is checked above is all that is relied on.
  return data as unknown as Activity;
}

/** Repeats have the id of their message; a welcome is the same however often it is asked for. */
function keyOf(activity: Activity): string {
  const { channelId, conversation, id } = activity;
  return JSON.stringify([channelId, conversation.id, readMessage(activity, 0)?.id ?? id]);
}
