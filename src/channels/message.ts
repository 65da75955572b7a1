import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder-core';
import { z } from 'zod';
import type { Message } from '../core/conversation.ts';

/** What is said beyond this is neither read nor kept; far less is declined as too long. */
const MOST_TEXT = 20_000;

/** A conversation is joined once, whatever number of updates a channel sends. */
const JOIN = 'join';

const id = z.string().min(1).max(200);
/** The part of `channelData` that clients know their own activities by. */
export const clientData = z.object({ clientActivityID: id });
const startValue = z.object({ flow: z.string().min(1).max(100) });
const voteValue = z.object({ reply: id, helpful: z.boolean() });

/**
 * What a visitor says with an activity, or null when it says nothing that takes a turn.
 * @param at when it arrived, in milliseconds since 1970 UTC
 */
export function readMessage(activity: Partial<Activity>, at: number): Message | null {
  const sent = { id: messageId(activity), at };
  switch (activity.type) {
    case 'message':
      return activity.text?.trim()
        ? { kind: 'text', ...sent, text: activity.text.slice(0, MOST_TEXT) }
        : null;
    case 'conversationUpdate':
      return visitorJoined(activity) ? { kind: 'join', id: JOIN, at } : null;
    case 'event':
      return readEvent(activity, sent);
    case 'messageReaction':
      return readReaction(activity, sent);
    default:
      return null;
  }
}

/** The id that makes a repeated activity one turn: the client's own where it gives one. */
function messageId(activity: Partial<Activity>): string {
  const given = clientData.safeParse(activity.channelData);
  return given.data?.clientActivityID ?? id.safeParse(activity.id).data ?? randomUUID();
}

function visitorJoined({ membersAdded, recipient }: Partial<Activity>): boolean {
  return membersAdded?.some((member) => member.id !== recipient?.id) ?? false;
}

function readEvent(
  activity: Partial<Activity>,
  sent: { readonly id: string; readonly at: number },
): Message | null {
  if (activity.name === 'start') {
    const { data } = startValue.safeParse(activity.value);
    return data ? { kind: 'start', ...sent, ...data } : null;
  }
  if (activity.name !== 'vote') return null;
  const { data } = voteValue.safeParse(activity.value);
  return data ? { kind: 'vote', ...sent, ...data } : null;
}

/** Teams says "like" for its thumb and names its other reactions; only these two are votes here. */
function readReaction(
  { reactionsAdded, replyToId }: Partial<Activity>,
  sent: { readonly id: string; readonly at: number },
): Message | null {
  const reaction = reactionsAdded?.find(({ type }) => type === 'like' || type === 'dislike');
  if (!reaction || !replyToId) return null;
  return { kind: 'vote', ...sent, reply: replyToId, helpful: reaction.type === 'like' };
}
