import { type Activity, type ChannelAccount, InputHints } from 'botbuilder-core';
import type { Message, Reply } from '../core/conversation.ts';
import type { Messages } from '../core/messages.ts';
import { fullText } from '../core/show.ts';
import type { Json, TranscriptLine } from '../storage/store.ts';
import { clientData } from './message.ts';

/** The assistant's side of every conversation. */
export const ASSISTANT: ChannelAccount = { id: 'footnote', name: 'Footnote', role: 'bot' };

/** Stands for a visitor whose client gave no name. */
const VISITOR: ChannelAccount = { id: 'visitor', name: '', role: 'user' };

/**
 * Characters of JSON that are kept beside a visitor's words; clients use some hundred. Every message
 * may bring 256 KB: kept whole, they would fill the disk.
 */
const MOST_ATTACHED = 4_000;

/** What a reply looks like on any channel: all of it as Markdown, choices as buttons to press. */
export function replyActivity(reply: Reply, messages: Messages): Partial<Activity> {
  const activity = {
    type: 'message',
    text: fullText(reply, messages),
    textFormat: 'markdown',
    locale: 'en',
  } as const;
  if (reply.choices.length === 0) return { ...activity, inputHint: InputHints.AcceptingInput };
  const actions = reply.choices.map((choice) => ({ type: 'imBack', title: choice, value: choice }));
  return {
    ...activity,
    inputHint: InputHints.ExpectingInput,
    suggestedActions: { to: [], actions },
  };
}

/** The same with the reply's parts beside it, for a widget that shows footnotes its own way. */
export function websiteActivity(reply: Reply, messages: Messages): Partial<Activity> {
  return { ...replyActivity(reply, messages), channelData: { footnote: reply } };
}

/** A Direct Line activity, ready to be written as JSON. */
export type SentActivity = Readonly<Record<string, unknown>>;

/** One line of a transcript as a Direct Line client sees it; null for what has nothing to show. */
export function lineActivity(
  line: TranscriptLine,
  conversation: string,
  messages: Messages,
): SentActivity | null {
  const place = placed(line.id, line.at, conversation);
  if (line.from === 'assistant') {
    const { reply, replyTo } = line;
    return { ...place, ...websiteActivity(reply, messages), from: ASSISTANT, replyToId: replyTo };
  }
  const said = spoken(line.message);
  return said && { ...place, from: VISITOR, ...readAttached(line.attached), ...said };
}

/** Where and when an activity of our Direct Line stands. */
export function placed(id: string, at: number, conversation: string) {
  const timestamp = new Date(at).toISOString();
  return { id, timestamp, channelId: 'directline', conversation: { id: conversation } };
}

function spoken(message: Message): Partial<Activity> | null {
  switch (message.kind) {
    case 'text':
      return { type: 'message', text: message.text };
    case 'start':
      return { type: 'event', name: 'start', value: { flow: message.flow } };
    case 'vote': {
      const { reply, helpful } = message;
      return { type: 'event', name: 'vote', value: { reply, helpful } };
    }
    case 'join':
      return null;
  }
}

/**
 * What a visitor's activity carries besides its message, kept so that the client recognises its
 * own: Web Chat marks a message as sent when `channelData.clientActivityID` comes back. Nobody but
 * the assistant speaks as a bot.
 */
export function attachedOf(activity: Partial<Activity>): Json {
  const { from, locale, textFormat } = activity;
  const channelData = keptOf(activity.channelData);
  const name = from?.name;
  return {
    from: { id: from?.id ?? '', ...(name === undefined ? {} : { name }), role: 'user' },
    ...(channelData === undefined ? {} : { channelData }),
    ...(locale === undefined ? {} : { locale }),
    ...(textFormat === undefined ? {} : { textFormat }),
  };
}

/** As it came, unless it is big: then what the client needs to know its own again. */
function keptOf(channelData: Json | undefined): Json | undefined {
  const isBig = JSON.stringify(channelData ?? null).length > MOST_ATTACHED;
  return isBig ? clientData.safeParse(channelData).data : channelData;
}

function readAttached(attached: Json): SentActivity {
  return typeof attached === 'object' && attached !== null && !Array.isArray(attached)
    ? { ...attached }
    : {};
}
