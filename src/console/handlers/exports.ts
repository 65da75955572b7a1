import { setImmediate } from 'node:timers/promises';
import type { ConversationFilter, ListedConversation } from '../../storage/staff-store.ts';
import { toBotTranscript } from '../../transcripts/bot-transcript.ts';
import {
  type ExportedConversation,
  maskExported,
  readExported,
  readOne,
} from '../../transcripts/exported.ts';
import { toJson } from '../../transcripts/json.ts';
import { toCsv } from '../../transcripts/tables.ts';
import { audited, record } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { filterOf, oneOf, readFilter } from '../filter.ts';
import { type ExportFormat, exportsLabels } from '../labels/exports.ts';
import { exportPage, printPage } from '../pages/exports.ts';
import { clinicTime } from '../parts/when.ts';
import { redactor } from '../redaction.ts';
import { type Answer, missing, needs, type Route, route, type SignedVisit } from '../route.ts';

/** Conversations in one file; the command takes any number. */
const MOST = 5_000;
/** Lines on paper: more than anybody reads. */
const PRINTED = 2_000;

/** Conversations as files, and for printing. */
export function exportsRoutes(desk: Desk): readonly Route[] {
  const access = needs('transcripts');
  const get = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'GET', path, access, handle });
  const post = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'POST', path, access, handle });
  return [
    get('/export', (visit) => show(desk, visit)),
    post('/export', (visit) => take(desk, visit)),
    get('/conversations/:id/print', (visit) => print(desk, visit, false)),
    // As on the page of a conversation: asked for by a button, and a reload asks again.
    post('/conversations/:id/print', (visit) => print(desk, visit, true)),
  ];
}

/** What is to be saved: one conversation, or all that the list's filter lets through. */
type Chosen =
  | { readonly kind: 'one'; readonly listed: ListedConversation }
  | { readonly kind: 'all'; readonly filter: ConversationFilter };

async function choose(desk: Desk, { query, account }: SignedVisit): Promise<Chosen | undefined> {
  const id = query.get('conversation');
  if (id !== null) {
    const listed = await desk.staff.findListed(id);
    return listed && { kind: 'one', listed };
  }
  const { content } = desk.guide();
  const time = clinicTime(content.clinic.timeZone);
  return { kind: 'all', filter: readFilter(query, content, time, account.id) };
}

async function show(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const chosen = await choose(desk, visit);
  return chosen ? showChosen(desk, visit, chosen, {}) : missing;
}

async function showChosen(
  desk: Desk,
  visit: SignedVisit,
  chosen: Chosen,
  problems: Readonly<Record<string, string>>,
): Promise<Answer> {
  return exportPage({
    listed: chosen.kind === 'one' ? chosen.listed : null,
    count: await countOf(desk, chosen),
    most: MOST,
    query: filterOf(visit.query),
    problems,
    time: clinicTime(desk.guide().content.clinic.timeZone),
  });
}

/** Up to one more than fits into a file. */
async function countOf(desk: Desk, chosen: Chosen): Promise<number> {
  return chosen.kind === 'one' ? 1 : desk.staff.countConversations(chosen.filter, MOST + 1);
}

async function take(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form, account } = visit;
  const chosen = await choose(desk, visit);
  if (!chosen) return missing;
  const format = oneOf(form.get('format'), exportsLabels.formats);
  const fits = format !== undefined && (format !== 'transcript' || chosen.kind === 'one');
  if (!fits || (await countOf(desk, chosen)) > MOST) {
    return showChosen(desk, visit, chosen, { 'format-0': exportsLabels.formatMissing });
  }
  const full = form.get('full') === 'yes';
  const event = {
    actor: account.id,
    action: full ? 'export-full' : 'export',
    subject: chosen.kind === 'one' ? chosen.listed.id : null,
  } as const;
  await record(desk, event);
  const pieces = piecesOf(desk, format, conversations(desk, chosen, full));
  const onFailure = () => record(desk, { ...event, outcome: 'failed' });
  return { kind: 'stream', ...FILES[format], pieces: watched(pieces, onFailure) };
}

const FILES: Readonly<Record<ExportFormat, { readonly name: string; readonly type: string }>> = {
  conversations: { name: 'conversations.csv', type: 'text/csv; charset=utf-8' },
  messages: { name: 'messages.csv', type: 'text/csv; charset=utf-8' },
  json: { name: 'conversations.json', type: 'application/json; charset=utf-8' },
  transcript: { name: 'conversation.transcript', type: 'application/json; charset=utf-8' },
};

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

async function print(desk: Desk, visit: SignedVisit, details: boolean): Promise<Answer> {
  const { params, account, at } = visit;
  const listed = await desk.staff.findListed(params.id ?? '');
  if (!listed) return missing;
  const { id } = listed;
  const { content } = desk.guide();
  return audited(desk, visit, details ? 'show-details' : 'open-conversation', id, async () => {
    const lines = await desk.store.readTranscript(id, 0, PRINTED + 1);
    return printPage({
      listed,
      lines: lines.slice(0, PRINTED),
      cut: lines.length > PRINTED ? PRINTED : null,
      hide: details ? (text) => text : redactor(content, await desk.staff.namesGiven(id)),
      details,
      by: account.name,
      at,
      time: clinicTime(content.clinic.timeZone),
    });
  });
}
