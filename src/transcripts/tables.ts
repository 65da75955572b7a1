import { stringify } from 'csv-stringify/sync';
import type { Decision } from '../core/conversation.ts';
import type { TurnRecord } from '../storage/staff-store.ts';
import type { TranscriptLine } from '../storage/store.ts';
import { safeCell } from './cells.ts';
import type { ExportedConversation } from './exported.ts';

/** A table of conversations, or of what was said in them. */
export type TableKind = 'conversations' | 'messages';

type Cell = string | number | boolean;

const COLUMNS: Readonly<Record<TableKind, readonly string[]>> = {
  conversations: [
    'conversation',
    'channel',
    'started',
    'last_active',
    'turns',
    'opening',
    'endings',
    'entries',
    'urgency',
    'unanswered',
    'thumbs_up',
    'thumbs_down',
    'booked',
    'reviewed',
  ],
  messages: [
    'conversation',
    'number',
    'at',
    'author',
    'kind',
    'text',
    'entry',
    'ending',
    'about',
    'confidence',
    'content_version',
  ],
};

/**
 * The table as CSV, piece by piece: a byte-order mark and the column names first, so that
 * spreadsheets read it as UTF-8. A cell that a spreadsheet would run begins with a quote mark. Times
 * are ISO 8601 in UTC.
 */
export async function* toCsv(
  kind: TableKind,
  conversations: AsyncIterable<ExportedConversation>,
): AsyncGenerator<string> {
  yield stringify([[...COLUMNS[kind]]], { bom: true });
  for await (const exported of conversations) {
    yield stringify(rowsOf(kind, exported).map(toText), { escape_formulas: true });
  }
}

function rowsOf(kind: TableKind, exported: ExportedConversation): readonly (readonly Cell[])[] {
  return kind === 'conversations' ? [conversationRow(exported)] : messageRows(exported);
}

function conversationRow({ summary, turns }: ExportedConversation): readonly Cell[] {
  const endings = new Set(turns.map(({ decision }) => decision.kind));
  const entries = new Set(
    turns.flatMap(({ decision }) => (decision.kind === 'answer' ? decision.entries : [])),
  );
  return [
    summary.id,
    summary.channel,
    isoTime(summary.startedAt),
    isoTime(summary.lastAt),
    summary.turns,
    summary.opening ?? '',
    [...endings].join(' '),
    [...entries].join(' '),
    summary.urgency ?? '',
    summary.unanswered,
    summary.thumbsUp,
    summary.thumbsDown,
    summary.booked,
    summary.reviewed,
  ];
}

/** The reasons stand beside what the visitor said; replies follow with the entry they showed. */
function messageRows({
  summary,
  lines,
  turns,
}: ExportedConversation): readonly (readonly Cell[])[] {
  const byMessage = new Map(turns.map((turn) => [turn.messageId, turn]));
  return lines.map((line) => [
    summary.id,
    line.sequence,
    isoTime(line.at),
    line.from,
    ...wordsOf(line),
    ...reasonsOf(line.from === 'visitor' ? byMessage.get(line.message.id) : undefined),
  ]);
}

function wordsOf(line: TranscriptLine): readonly [kind: string, text: string, entry: string] {
  if (line.from === 'assistant') return [line.reply.kind, line.reply.text, line.reply.entry ?? ''];
  const { message } = line;
  return [message.kind, message.kind === 'text' ? message.text : '', ''];
}

function reasonsOf(turn: TurnRecord | undefined): readonly Cell[] {
  if (turn === undefined) return ['', '', '', ''];
  const { decision, contentVersion } = turn;
  const confidence = 'confidence' in decision ? decision.confidence : '';
  return [decision.kind, aboutOf(decision), confidence, contentVersion];
}

function aboutOf(decision: Decision): string {
  switch (decision.kind) {
    case 'answer':
      return decision.entries.join(' ');
    case 'choices':
      return decision.choices.join(' ');
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
      return decision.helpful ? 'helpful' : 'not-helpful';
    case 'welcome':
      return '';
  }
}

function toText(row: readonly Cell[]): string[] {
  return row.map((cell) => safeCell(String(cell)));
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
