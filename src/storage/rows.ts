import { randomUUID } from 'node:crypto';
import type { ClinicRequest, Conversation, Decision, Reply } from '../core/conversation.ts';
import type { TranscriptLine, Turn } from './store.ts';
import { beforePlace, bodyPlace, lineId, requestPlace, type Tables, whyPlace } from './tables.ts';
import type { Vault } from './vault.ts';

/** The lines a turn writes, of which the first has the number `first`. */
export function linesOf(turn: Turn, first: number): readonly TranscriptLine[] {
  const { message, attached, conversation, replies } = turn;
  const at = message.at + Math.round(turn.took);
  return [
    {
      from: 'visitor',
      id: lineId(conversation.id, first),
      sequence: first,
      at: message.at,
      message,
      attached,
    },
    ...replies.map((reply, index): TranscriptLine => {
      const sequence = first + 1 + index;
      const id = lineId(conversation.id, sequence);
      return { from: 'assistant', id, sequence, at, replyTo: message.id, reply };
    }),
  ];
}

export function turnRow(vault: Vault, turn: Turn): Tables['turns'] {
  const { conversation, message, decision, why } = turn;
  return {
    conversation_id: conversation.id,
    turn: conversation.version,
    message_id: message.id,
    at: message.at,
    decision_kind: decision.kind,
    subject: subjectOf(decision),
    urgency: decision.kind === 'urgent' ? decision.urgency : null,
    helpful: decision.kind === 'vote' ? (decision.helpful ? 1 : 0) : null,
    confidence: 'confidence' in decision ? decision.confidence : null,
    decision: JSON.stringify(decision),
    why: why && vault.seal(JSON.stringify(why), whyPlace(conversation.id, conversation.version)),
    before: sealBefore(vault, turn),
    content_version: turn.contentVersion,
    took: turn.took,
  };
}

/** A conversation in which nothing has been said yet is known without being kept. */
function sealBefore(vault: Vault, { before, conversation }: Turn): string | null {
  if (before === undefined || before.version === 0) return null;
  const place = beforePlace(conversation.id, conversation.version);
  return vault.seal(JSON.stringify(before), place);
}

/** The id by which staff filter: every kind of ending is about one thing, or about none. */
function subjectOf(decision: Decision): string | null {
  switch (decision.kind) {
    case 'answer':
      return decision.entries[0] ?? null;
    case 'choices':
      return decision.choices[0] ?? null;
    case 'unknown':
      return decision.reason;
    case 'urgent':
    case 'private':
      return decision.rule;
    case 'flow':
      return decision.flow;
    case 'smalltalk':
      return decision.topic;
    case 'vote':
      return decision.entry;
    case 'welcome':
      return null;
  }
}

export function lineRow(
  vault: Vault,
  conversation: Conversation,
  line: TranscriptLine,
): Tables['lines'] {
  const said: Reply | null = line.from === 'assistant' ? line.reply : null;
  const body = line.from === 'visitor' ? { message: line.message, attached: line.attached } : said;
  return {
    conversation_id: conversation.id,
    sequence: line.sequence,
    turn: conversation.version,
    author: line.from,
    kind: line.from === 'visitor' ? line.message.kind : line.reply.kind,
    at: line.at,
    entry: said?.entry ?? null,
    body: vault.seal(JSON.stringify(body), bodyPlace(conversation.id, line.sequence)),
  };
}

export function requestRow(
  vault: Vault,
  conversation: Conversation,
  request: ClinicRequest,
): Tables['requests'] {
  const id = randomUUID();
  const { kind, reference, at, details, ...contact } = request;
  return {
    id,
    conversation_id: conversation.id,
    turn: conversation.version,
    reference,
    kind,
    created_at: at,
    contact: vault.seal(JSON.stringify(contact), requestPlace('contact', id)),
    details: vault.seal(JSON.stringify(details), requestPlace('details', id)),
    delivered_at: null,
  };
}
