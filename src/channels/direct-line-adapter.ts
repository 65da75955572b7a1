import type { Activity, TurnContext } from 'botbuilder-core';
import { ASSISTANT, attachedOf } from './activity.ts';
import type { Place, TurnResult } from './bot.ts';
import type { Feed } from './feed.ts';
import { InProcessAdapter } from './in-process-adapter.ts';

/** Direct Line conversations as the bot sees them. */
export const website: Place = {
  channel: 'website',
  conversation: (context: TurnContext) => context.activity.conversation.id,
  attached: (context: TurnContext) => attachedOf(context.activity),
};

/**
 * Replies that were saved reach clients by being read back from the store, so there is nothing to
 * send; only what could not be saved is handed to the feed.
 */
export class DirectLineAdapter extends InProcessAdapter {
  readonly #feed: Feed;

  constructor(feed: Feed) {
    super();
    this.#feed = feed;
  }

  protected override deliver(
    activities: readonly Partial<Activity>[],
    conversation: string,
    result: TurnResult | undefined,
  ): void {
    if (result === 'failed' || result?.saved === false) {
      this.#feed.addUnsaved(conversation, activities);
    }
  }
}

/** A visitor's activity, set into its conversation. */
export function fromVisitor(
  activity: Partial<Activity>,
  conversation: string,
  user: string,
): Partial<Activity> {
  return {
    ...activity,
    channelId: 'directline',
    conversation: { id: conversation, name: '', isGroup: false, conversationType: '' },
    from: { ...activity.from, id: activity.from?.id || user, name: activity.from?.name ?? '' },
    recipient: ASSISTANT,
  };
}
