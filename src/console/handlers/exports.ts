import { audited, record } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { type Chosen, exportFile } from '../export-file.ts';
import { filterOf, oneOf, readFilter } from '../filter.ts';
import { exportsLabels } from '../labels/exports.ts';
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
  return exportFile(desk, chosen, format, full, () =>
    record(desk, { ...event, outcome: 'failed' }),
  );
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
