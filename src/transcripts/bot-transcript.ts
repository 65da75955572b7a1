import type { Message, Reply } from '../core/conversation.ts';
import type { Messages } from '../core/messages.ts';
import { fullText } from '../core/show.ts';
import type { TranscriptLine } from '../storage/store.ts';
import type { ExportedConversation } from './exported.ts';

const VISITOR = { id: 'visitor', name: 'Visitor', role: 'user' };
const ASSISTANT = { id: 'footnote', name: 'Footnote', role: 'bot' };

/**
 * One conversation as a Bot Framework `.transcript`: a JSON array of activities, as the Bot Framework
 * Emulator opens it and `TranscriptLogger` writes it.
 * @param messages the words around sources, for replies are written out in full
 */
export function toBotTranscript(
  { summary, lines }: ExportedConversation,
  messages: Messages,
): string {
  const activities = lines.map((line) => activityOf(line, summary.id, messages));
  return `${JSON.stringify(activities, null, 2)}\n`;
}

function activityOf(line: TranscriptLine, conversation: string, messages: Messages): object {
  const place = {
    id: line.id,
    timestamp: new Date(line.at).toISOString(),
    channelId: 'directline',
    conversation: { id: conversation },
  };
  if (line.from === 'visitor') {
    return { ...spoken(line.message), ...place, from: VISITOR, recipient: ASSISTANT };
  }
  const people = { from: ASSISTANT, recipient: VISITOR, replyToId: line.replyTo };
  return { ...replied(line.reply, messages), ...place, ...people };
}

function spoken(message: Message): object {
  switch (message.kind) {
    case 'text':
      return { type: 'message', text: message.text, textFormat: 'plain' };
    case 'join':
      return { type: 'conversationUpdate', membersAdded: [VISITOR] };
    case 'start':
      return { type: 'event', name: 'start', value: { flow: message.flow } };
    case 'vote': {
      const { reply, helpful } = message;
      return { type: 'event', name: 'vote', value: { reply, helpful } };
    }
  }
}

function replied(reply: Reply, messages: Messages): object {
  const said = { type: 'message', text: fullText(reply, messages), textFormat: 'markdown' };
  if (reply.choices.length === 0) return said;
  const actions = reply.choices.map((choice) => ({ type: 'imBack', title: choice, value: choice }));
  return { ...said, suggestedActions: { actions } };
}
