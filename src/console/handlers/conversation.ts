import { randomUUID } from 'node:crypto';
import type { ListedConversation, TurnRecord } from '../../storage/staff-store.ts';
import type { TranscriptLine } from '../../storage/store.ts';
import type { TurnId } from '../../storage/teach-store.ts';
import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { filterOf, readFilter, readNumber } from '../filter.ts';
import { type ConversationView, conversationPage, type TurnView } from '../pages/conversation.ts';
import { correctPage } from '../pages/correct.ts';
import { address, ownPath } from '../parts/address.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { redactor } from '../redaction.ts';
import { visibleRequest } from '../requests.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';
import { type Lesson, teachAll, triedAddress } from '../teaching.ts';

/** Lines on a page; longer conversations go on on the next. */
const LINES = 300;
const SUGGESTIONS = 200;
const LONGEST_NOTE = 4_000;

/** One conversation: what was said, why, and what staff add. */
export function conversationRoutes(desk: Desk): readonly Route[] {
  const access = needs('transcripts');
  const path = '/conversations/:id';
  return [
    route({ method: 'GET', path, access, handle: (visit) => open(desk, visit, false) }),
    // Asked for by a button, never by an address: it is written down, and a reload asks again.
    route({
      method: 'POST',
      path: `${path}/details`,
      access,
      handle: (visit) => open(desk, visit, true),
    }),
    route({
      method: 'POST',
      path: `${path}/notes`,
      access,
      handle: (visit) => addNote(desk, visit),
    }),
    route({
      method: 'GET',
      path: `${path}/turns/:turn/correct`,
      access,
      handle: (visit) => showCorrection(desk, visit),
    }),
    route({
      method: 'POST',
      path: `${path}/turns/:turn/correct`,
      access,
      handle: (visit) => correct(desk, visit),
    }),
  ];
}

async function open(desk: Desk, visit: SignedVisit, details: boolean): Promise<Answer> {
  const id = visit.params.id ?? '';
  const listed = await desk.staff.findListed(id);
  if (!listed) return missing;
  const action = details ? 'show-details' : 'open-conversation';
  return audited(desk, visit, action, id, async () =>
    conversationPage(await viewOf(desk, visit, listed, details)),
  );
}

async function viewOf(
  desk: Desk,
  visit: SignedVisit,
  listed: ListedConversation,
  details: boolean,
): Promise<ConversationView> {
  const { staff, store } = desk;
  const { id } = listed;
  const { content } = desk.guide();
  const from = readNumber(visit.query.get('line')) ?? 0;
  const lines = await store.readTranscript(id, from, LINES);
  const hide = redactor(content, await staff.namesGiven(id));
  const requests = await staff.listRequests({ conversation: id }, null, 20);
  const accounts = await staff.listAccounts();
  return {
    listed,
    turns: turnsOf(lines, await staff.readTurnsOf(id, messagesOf(lines))),
    more: lines.length === LINES ? (lines.at(-1)?.sequence ?? null) : null,
    hide: details ? (text) => text : hide,
    details,
    notes: await staff.listNotes(id),
    corrections: await staff.listCorrections(id),
    suggestions: (await staff.listSuggestions({ conversation: id }, null, SUGGESTIONS)).filter(
      ({ state }) => state !== 'dropped',
    ),
    teaches: may(visit.account.role, 'teach'),
    requests: requests.map((one) => visibleRequest(visit.account.role, one)),
    staff: accounts,
    mayErase: may(visit.account.role, 'privacy'),
    neighbours: await neighboursOf(desk, visit, listed),
    query: filterOf(visit.query),
    content,
    now: visit.at,
    time: clinicTime(content.clinic.timeZone),
  };
}

/** Each turn with its lines: what the visitor sent, what was shown, and why. */
function turnsOf(
  lines: readonly TranscriptLine[],
  records: readonly TurnRecord[],
): readonly TurnView[] {
  const byMessage = new Map<string, TranscriptLine[]>();
  for (const line of lines) {
    const message = messageOf(line);
    byMessage.set(message, [...(byMessage.get(message) ?? []), line]);
  }
  return records.flatMap((record) => {
    const own = byMessage.get(record.messageId);
    return own ? [{ record, lines: own }] : [];
  });
}

function messageOf(line: TranscriptLine): string {
  return line.from === 'visitor' ? line.message.id : line.replyTo;
}

function messagesOf(lines: readonly TranscriptLine[]): readonly string[] {
  return [...new Set(lines.map(messageOf))];
}

/** The ones before and after in the list one came from, for the keys j and k. */
async function neighboursOf(desk: Desk, visit: SignedVisit, { id, lastAt }: ListedConversation) {
  const { content } = desk.guide();
  const time = clinicTime(content.clinic.timeZone);
  const filter = readFilter(visit.query, content, time, visit.account.id);
  const place = { at: lastAt, id };
  const [older] = await desk.staff.listConversations(filter, place, 1);
  const [newer] = await desk.staff.listConversations(filter, place, 1, 'newer');
  return { older: older?.id ?? null, newer: newer?.id ?? null };
}

async function addNote(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, at, form, params } = visit;
  const id = params.id ?? '';
  const text = (form.get('note') ?? '').trim().slice(0, LONGEST_NOTE);
  const to = ownPath(form.get('back'), `/staff/conversations/${encodeURIComponent(id)}`);
  if (text === '') return redirect(to);
  const note = { id: randomUUID(), accountId: account.id, at, text };
  const done = await audited(desk, visit, 'note-added', id, () => desk.staff.addNote(id, note));
  return done ? redirect(to) : missing;
}

async function findTurn(desk: Desk, { params }: SignedVisit): Promise<TurnRecord | undefined> {
  const turn = readNumber(params.turn);
  if (turn === null) return undefined;
  return (await desk.staff.readTurns(params.id ?? '', turn, turn + 1))[0];
}

async function showCorrection(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const record = await findTurn(desk, visit);
  if (!record) return missing;
  const id = visit.params.id ?? '';
  const { content } = desk.guide();
  return audited(desk, visit, 'open-conversation', id, async () => {
    const corrections = await desk.staff.listCorrections(id);
    const hide = redactor(content, await desk.staff.namesGiven(id));
    return correctPage({
      conversation: id,
      record,
      correction: corrections.find(({ turn }) => turn === record.turn) ?? null,
      query: filterOf(visit.query),
      teaches: may(visit.account.role, 'teach'),
      hide,
      content,
    });
  });
}

async function correct(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const record = await findTurn(desk, visit);
  if (!record) return missing;
  const { account, at, form, params } = visit;
  const conversation = params.id ?? '';
  const { turn } = record;
  const back = ownPath(
    form.get('back'),
    `/staff/conversations/${encodeURIComponent(conversation)}`,
  );
  if (form.get('right') === 'keep') {
    await audited(desk, visit, 'mark-removed', conversation, () =>
      desk.staff.dropCorrection(conversation, turn),
    );
    return redirect(back);
  }
  // A choice in the list counts before a pressed button: it takes one more move to make.
  const chosen = form.get('entry') || form.get('right') || 'none';
  const known = desk.guide().content.entries.has(chosen);
  if (!known && chosen !== 'none') return missing;
  const entry = known ? chosen : null;
  await audited(desk, visit, 'marked-wrong', conversation, () =>
    desk.staff.setCorrection({ conversation, turn, entry, accountId: account.id, at }),
  );
  const kind = form.get('teach');
  if (kind !== 'phrasing' && kind !== 'test') return redirect(back);
  return teachToo(desk, visit, { conversation, turn }, { kind, entry: entry ?? '' });
}

/** The question becomes a suggestion with the mark; what stands in the way is said on its page. */
async function teachToo(
  desk: Desk,
  visit: SignedVisit,
  id: TurnId,
  lesson: Lesson,
): Promise<Answer> {
  const question = await desk.staff.findQuestion(id);
  if (!question || !may(visit.account.role, 'teach')) return missing;
  const refused = await teachAll(desk, visit, [question], lesson);
  const path = `/staff/conversations/${encodeURIComponent(id.conversation)}`;
  return redirect(refused ? triedAddress(id, lesson) : address(path, { done: 'suggested' }));
}
