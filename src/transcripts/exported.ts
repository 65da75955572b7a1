import type { Conversation, Message, Reply } from '../core/conversation.ts';
import type {
  ConversationDesk,
  ConversationFilter,
  ListedConversation,
  TurnRecord,
} from '../storage/staff-store.ts';
import type { Store, TranscriptLine } from '../storage/store.ts';

/** One conversation as it leaves the house: what was said and why it was answered so. */
export interface ExportedConversation {
  readonly summary: ListedConversation;
  readonly lines: readonly TranscriptLine[];
  readonly turns: readonly TurnRecord[];
  /** Names given with requests, for who masks them. */
  readonly names: readonly string[];
}

export interface ExportSource {
  readonly store: Pick<Store, 'readTranscript'>;
  readonly staff: Pick<ConversationDesk, 'listConversations' | 'readTurns' | 'namesGiven'>;
}

const CONVERSATIONS = 50;
const LINES = 500;

/**
 * The conversations that a filter lets through, the last active first, read as they are asked for:
 * memory holds a page of the list and one conversation, however many there are.
 */
export async function* readExported(
  source: ExportSource,
  filter: ConversationFilter,
): AsyncGenerator<ExportedConversation> {
  let place: Parameters<ConversationDesk['listConversations']>[1] = null;
  for (;;) {
    const page: readonly ListedConversation[] = await source.staff.listConversations(
      filter,
      place,
      CONVERSATIONS,
    );
    for (const summary of page) yield readOne(source, summary);
    const last = page.at(-1);
    if (last === undefined) return;
    place = { at: last.lastAt, id: last.id };
  }
}

/** One conversation with all that was said in it. */
export async function readOne(
  { store, staff }: ExportSource,
  summary: ListedConversation,
): Promise<ExportedConversation> {
  return {
    summary,
    lines: await readLines(store, summary.id),
    turns: await staff.readTurns(summary.id, 1, summary.turns + 1),
    names: await staff.namesGiven(summary.id),
  };
}

async function readLines(
  store: ExportSource['store'],
  id: Conversation['id'],
): Promise<readonly TranscriptLine[]> {
  const lines: TranscriptLine[] = [];
  for (;;) {
    const page = await store.readTranscript(id, lines.at(-1)?.sequence ?? 0, LINES);
    lines.push(...page);
    if (page.length < LINES) return lines;
  }
}

/** The same with every word put through `mask`; what a client attached is left out altogether. */
export function maskExported(
  exported: ExportedConversation,
  mask: (text: string) => string,
): ExportedConversation {
  const { summary, lines, turns } = exported;
  return {
    summary: { ...summary, opening: summary.opening === null ? null : mask(summary.opening) },
    lines: lines.map((line) =>
      line.from === 'visitor'
        ? { ...line, message: maskMessage(line.message, mask), attached: null }
        : { ...line, reply: maskReply(line.reply, mask) },
    ),
    turns: turns.map((turn) => ({ ...turn, why: maskWhy(turn.why, mask) })),
    names: [],
  };
}

function maskMessage(message: Message, mask: (text: string) => string): Message {
  return message.kind === 'text' ? { ...message, text: mask(message.text) } : message;
}

function maskReply(reply: Reply, mask: (text: string) => string): Reply {
  return { ...reply, text: mask(reply.text), choices: reply.choices.map(mask) };
}

function maskWhy(why: TurnRecord['why'], mask: (text: string) => string): TurnRecord['why'] {
  if (why === null) return null;
  const parts = why.parts.map((part) => {
    return { ...part, text: mask(part.text), repaired: mask(part.repaired) };
  });
  return { parts, signs: why.signs.map(mask) };
}
