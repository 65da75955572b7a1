import {
  type ClinicRequest,
  type Conversation,
  freshConversation,
  type Reply,
} from '../../src/core/conversation.ts';
import type { Turn } from '../../src/storage/store.ts';

/** A moment to count from: 22 November 2026, noon UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);

/** The conversation after `turns` turns, as `decide` would leave it. */
export function conversationAt(id: string, version: number): Conversation {
  const at = NOON + version * 1_000;
  return { ...freshConversation(id, 'website', NOON), version, lastAt: at };
}

/** A turn as `turn.ts` would hand it over: a question answered from an entry. */
export function answeredTurn(conversation: Conversation, messageId: string, text: string): Turn {
  return {
    conversation,
    message: { kind: 'text', id: messageId, at: conversation.lastAt, text },
    attached: { channelData: { page: '/running', n: [1, 2.5, null, true] }, from: { id: 'v1' } },
    decision: { kind: 'answer', entries: ['soreness-how-long'], confidence: 0.93 },
    replies: [
      reply('answer', 'Most people feel better within two days. [1]', 'soreness-how-long'),
      reply('say', 'Is there anything else?', null),
    ],
    requests: [],
    why: explanation(text),
    contentVersion: 'c0ffee',
    took: 3.25,
  };
}

/** The last turn of a booking: the visitor confirmed, and a request goes to the clinic. */
export function bookingTurn(
  conversation: Conversation,
  messageId: string,
  reference: string,
  words: Partial<ClinicRequest> = {},
): Turn {
  const request: ClinicRequest = {
    kind: 'booking',
    reference,
    at: conversation.lastAt,
    name: 'Ana Lim',
    phone: '+442079460018',
    email: null,
    times: 'any Tuesday morning',
    details: { problem: 'my heel hurts' },
    ...words,
  };
  return {
    conversation: { ...conversation, references: [...conversation.references, reference] },
    message: { kind: 'text', id: messageId, at: conversation.lastAt, text: 'yes, send it' },
    attached: null,
    decision: { kind: 'flow', flow: 'booking', event: 'finished', step: null },
    replies: [reply('say', `Thank you, ${request.name}. Your reference is ${reference}.`, null)],
    requests: [request],
    why: null,
    contentVersion: 'c0ffee',
    took: 1.5,
  };
}

function reply(kind: Reply['kind'], text: string, entry: string | null): Reply {
  const footnotes = entry
    ? [
        {
          number: 1,
          source: 'S43',
          text: 'A paper',
          supports: 'the time',
          url: 'https://a.example',
        },
      ]
    : [];
  return { kind, text, footnotes, choices: ['Book', 'How many sessions?'], entry, draft: false };
}

function explanation(text: string): Turn['why'] {
  const matches = [
    { target: 'soreness-how-long', confidence: 0.93, phrasing: 'how long', shares: { words: 0.9 } },
  ];
  const part = { text, repaired: text, inContext: false, confidence: 0.93, margin: 0.4, matches };
  return { parts: [part], signs: [] };
}
