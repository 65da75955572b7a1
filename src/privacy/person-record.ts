import type { ClinicRequest, Conversation } from '../core/conversation.ts';
import type { Suggestion } from '../core/suggestion.ts';
import type { PersonIds } from '../storage/privacy-store.ts';
import type {
  AuditRow,
  Correction,
  DeskRequest,
  ListedConversation,
  Note,
  StaffStore,
  TurnRecord,
} from '../storage/staff-store.ts';
import type { Store, TranscriptLine } from '../storage/store.ts';

/** Everything that is kept about one person, as it is handed out on request. */
export interface PersonRecord {
  readonly madeAt: number;
  readonly conversations: readonly ConversationRecord[];
  readonly requests: readonly DeskRequest[];
  /** Which of it staff opened or changed, and when. */
  readonly audit: readonly AuditRow[];
}

export interface ConversationRecord {
  readonly summary: ListedConversation;
  /** What the assistant remembers of it. */
  readonly state: Conversation;
  readonly lines: readonly TranscriptLine[];
  readonly turns: readonly TurnRecord[];
  readonly notes: readonly Note[];
  readonly corrections: readonly Correction[];
  readonly suggestions: readonly Suggestion[];
}

/** What there is of it, without a word of it: enough to see whether it is one person's. */
export interface PersonSummary {
  readonly conversations: readonly {
    readonly id: string;
    readonly startedAt: number;
    readonly lines: number;
  }[];
  readonly requests: readonly (Pick<ClinicRequest, 'kind' | 'reference' | 'at'> & {
    readonly id: string;
  })[];
  readonly notes: number;
  /** Entries that were taught with this person's words: content, which no erasing reaches. */
  readonly taught: readonly string[];
}

const PAGE = 1_000;

/** Reads all that hangs on the given ids; what is gone meanwhile is left out. */
export async function readPerson(
  store: Store,
  staff: StaffStore,
  ids: PersonIds,
  madeAt: number,
): Promise<PersonRecord> {
  const conversations: ConversationRecord[] = [];
  for (const id of ids.conversations) {
    const record = await readConversation(store, staff, id);
    if (record) conversations.push(record);
  }
  const requests: DeskRequest[] = [];
  for (const id of ids.requests) {
    const request = await staff.findRequest(id);
    if (request) requests.push(request);
  }
  const audit: AuditRow[] = [];
  for (const subject of [...ids.conversations, ...ids.requests]) {
    audit.push(...(await readAudit(staff, subject)));
  }
  return { madeAt, conversations, requests, audit };
}

export function summarise({ conversations, requests }: PersonRecord): PersonSummary {
  const applied = conversations.flatMap(({ suggestions }) =>
    suggestions.filter(({ state }) => state === 'applied'),
  );
  return {
    conversations: conversations.map(({ summary, lines }) => {
      return { id: summary.id, startedAt: summary.startedAt, lines: lines.length };
    }),
    requests: requests.map(({ id, request: { kind, reference, at } }) => {
      return { id, kind, reference, at };
    }),
    notes: conversations.reduce((sum, { notes }) => sum + notes.length, 0),
    taught: [...new Set(applied.map(({ proposal }) => proposal.entry))],
  };
}

async function readConversation(
  store: Store,
  staff: StaffStore,
  id: string,
): Promise<ConversationRecord | null> {
  const [state, summary] = [await store.loadConversation(id), await staff.findListed(id)];
  if (!state || !summary) return null;
  return {
    summary,
    state,
    lines: await readLines(store, id),
    turns: await staff.readTurns(id, 1, state.version + 1),
    notes: await staff.listNotes(id),
    corrections: await staff.listCorrections(id),
    suggestions: await staff.listSuggestions({ conversation: id }, null, PAGE),
  };
}

async function readLines(store: Store, id: string): Promise<readonly TranscriptLine[]> {
  const lines: TranscriptLine[] = [];
  for (;;) {
    const page = await store.readTranscript(id, lines.at(-1)?.sequence ?? 0, PAGE);
    lines.push(...page);
    if (page.length < PAGE) return lines;
  }
}

async function readAudit(staff: StaffStore, subject: string): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = [];
  for (;;) {
    const page = await staff.listAudit({ subject }, rows.at(-1)?.sequence ?? null, PAGE);
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}
