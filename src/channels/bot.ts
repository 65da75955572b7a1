import { ActivityHandler, type BotHandler, type TurnContext } from 'botbuilder-core';
import type { Channel, Message } from '../core/conversation.ts';
import type { Messages } from '../core/messages.ts';
import { say } from '../core/show.ts';
import type { Json } from '../storage/store.ts';
import { type TakenTurn, type TurnDeps, takeTurn } from '../turn.ts';
import { replyActivity, websiteActivity } from './activity.ts';
import { readMessage } from './message.ts';

export interface BotDeps extends TurnDeps {
  readonly messages: () => Messages;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
}

/** What a channel decides for the bot: which conversation an activity is of, and what to keep of it. */
export interface Place {
  readonly channel: Channel;
  conversation(context: TurnContext): string;
  attached(context: TurnContext): Json;
}

/** How a turn went, kept in the context's `turnState`; absent when the activity took no turn. */
export const TURN = Symbol('turn');
export type TurnResult = TakenTurn | 'failed';

/**
 * The one bot behind every channel: reads the activity, takes the turn, sends the replies. Trouble
 * ends here, with a calm sentence that is never saved as if it had been an answer.
 */
export class FootnoteBot extends ActivityHandler {
  readonly #deps: BotDeps;
  readonly #place: Place;

  constructor(deps: BotDeps, place: Place) {
    super();
    this.#deps = deps;
    this.#place = place;
    const take: BotHandler = async (context, next) => {
      const message = readMessage(context.activity, deps.clock());
      if (message !== null) await this.#take(context, message);
      await next();
    };
    this.onMessage(take).onMembersAdded(take).onEvent(take).onReactionsAdded(take);
  }

  async #take(context: TurnContext, message: Message): Promise<void> {
    const result = await this.#turn(context, message);
    context.turnState.set(TURN, result);
    const messages = this.#deps.messages();
    const lines = result === 'failed' ? [] : result.lines;
    const replies =
      result === 'failed'
        ? [say(messages.apology)]
        : lines.flatMap((line) => (line.from === 'assistant' ? [line.reply] : []));
    const dress = this.#place.channel === 'website' ? websiteActivity : replyActivity;
    if (replies.length > 0) {
      await context.sendActivities(replies.map((reply) => dress(reply, messages)));
    }
  }

  async #turn(context: TurnContext, message: Message): Promise<TurnResult> {
    const { channel } = this.#place;
    try {
      const conversation = this.#place.conversation(context);
      const attached = this.#place.attached(context);
      return await takeTurn(this.#deps, conversation, channel, message, attached);
    } catch (error) {
      this.#deps.report(error, 'a turn failed');
      return 'failed';
    }
  }
}
