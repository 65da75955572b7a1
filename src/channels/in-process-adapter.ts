import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core';
import { type FootnoteBot, TURN, type TurnResult } from './bot.ts';

/**
 * An adapter for a channel that lives in this process: an activity goes to the bot by a call, and
 * replies come back to `deliver`. There is no serviceUrl and nothing is sent by HTTP.
 */
export abstract class InProcessAdapter extends BotAdapter {
  /** Takes what the bot sends in one turn; `result` says whether it is in the transcript. */
  protected abstract deliver(
    activities: readonly Partial<Activity>[],
    conversation: string,
    result: TurnResult | undefined,
  ): void;

  /** Runs the bot on one activity; returns how the turn went, undefined when it took none. */
  async receive(bot: FootnoteBot, activity: Partial<Activity>): Promise<TurnResult | undefined> {
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, (guarded) => bot.run(guarded));
    return context.turnState.get<TurnResult | undefined>(TURN);
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const result = context.turnState.get<TurnResult | undefined>(TURN);
    this.deliver(activities, context.activity.conversation.id, result);
    return activities.map(() => ({ id: '' }));
  }

  /** What was shown is never changed here, and nobody but the visitor begins a turn. */
  override updateActivity(): Promise<never> {
    return Promise.reject(new TypeError('a transcript line cannot be changed'));
  }

  override deleteActivity(): Promise<never> {
    return Promise.reject(new TypeError('a transcript line cannot be taken back'));
  }

  override continueConversation(): Promise<never> {
    return Promise.reject(new TypeError('only the visitor begins a turn'));
  }
}
