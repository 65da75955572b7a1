import { setImmediate } from 'node:timers/promises';
import type { ConversationFilter, ListedConversation } from '../storage/staff-store.ts';
import { toBotTranscript } from '../transcripts/bot-transcript.ts';
import {
  type ExportedConversation,
  maskExported,
  readExported,
  readOne,
} from '../transcripts/exported.ts';
import { toJson } from '../transcripts/json.ts';
import { toCsv } from '../transcripts/tables.ts';
import type { Desk } from './dependencies.ts';
import type { ExportFormat } from './labels/exports.ts';
import { redactor } from './redaction.ts';
import type { Answer } from './route.ts';

/** What is to be saved: one conversation, or all that the list's filter lets through. */
export type Chosen =
  | { readonly kind: 'one'; readonly listed: ListedConversation }
  | { readonly kind: 'all'; readonly filter: ConversationFilter };

const FILES: Readonly<Record<ExportFormat, { readonly name: string; readonly type: string }>> = {
  conversations: { name: 'conversations.csv', type: 'text/csv; charset=utf-8' },
  messages: { name: 'messages.csv', type: 'text/csv; charset=utf-8' },
  json: { name: 'conversations.json', type: 'application/json; charset=utf-8' },
  transcript: { name: 'conversation.transcript', type: 'application/json; charset=utf-8' },
};

/**
 * Conversations as a file, read while it is sent.
 * @param full whether personal details stay in
 * @param onFailure told when the file had to be cut off
 */
export function exportFile(
  desk: Desk,
  chosen: Chosen,
  format: ExportFormat,
  full: boolean,
  onFailure: () => Promise<void>,
): Answer {
  const pieces = piecesOf(desk, format, conversations(desk, chosen, full));
  return { kind: 'stream', ...FILES[format], pieces: watched(pieces, onFailure) };
}

async function* conversations(
  desk: Desk,
  chosen: Chosen,
  full: boolean,
): AsyncGenerator<ExportedConversation> {
  const { content } = desk.guide();
  const all =
    chosen.kind === 'one' ? [readOne(desk, chosen.listed)] : readExported(desk, chosen.filter);
  for await (const exported of all) {
    yield full ? exported : maskExported(exported, redactor(content, exported.names));
    // SQLite and the unsealing work in the server's own thread: visitors get a word in.
    await setImmediate();
  }
}

function piecesOf(
  desk: Desk,
  format: ExportFormat,
  exported: AsyncIterable<ExportedConversation>,
): AsyncIterable<string> {
  switch (format) {
    case 'conversations':
    case 'messages':
      return toCsv(format, exported);
    case 'json':
      return toJson(exported);
    case 'transcript':
      return transcripts(desk, exported);
  }
}

async function* transcripts(desk: Desk, exported: AsyncIterable<ExportedConversation>) {
  for await (const one of exported) yield toBotTranscript(one, desk.guide().content.messages);
}

async function* watched(pieces: AsyncIterable<string>, onFailure: () => Promise<void>) {
  try {
    yield* pieces;
  } catch (error) {
    await onFailure().catch(() => undefined);
    throw error;
  }
}
