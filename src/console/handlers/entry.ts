import type { TurnId } from '../../storage/teach-store.ts';
import type { Desk } from '../dependencies.ts';
import { type EntryRow, listEntries, readEntryRows } from '../entry-list.ts';
import { filterOf } from '../filter.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { oneLine } from '../missed.ts';
import { entryPage, type ShownQuestion } from '../pages/entry.ts';
import { entryAddress } from '../pages/knowledge.ts';
import type { Problems } from '../parts/forms.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { needsSignature, reviewEntries } from '../reviewed.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';
import {
  keepSignature,
  readSignature,
  signatureProblems,
  type TypedSignature,
  takeSignatureBack,
  usualSignature,
} from '../signing.ts';
import { hiddenWords } from '../teaching.ts';

/** Of the questions that an answer was shown for, the latest. */
const LATELY = 5;

/** One answer, and the signature of a clinician under it. */
export function entryRoutes(desk: Desk): readonly Route[] {
  const path = '/knowledge/:id';
  return [
    route({
      method: 'GET',
      path,
      access: needs('content'),
      handle: (visit) => open(desk, visit),
    }),
    route({
      method: 'POST',
      path: `${path}/sign`,
      access: needs('sign'),
      handle: (visit) => sign(desk, visit),
    }),
    route({
      method: 'POST',
      path: `${path}/draft`,
      access: needs('content'),
      handle: (visit) => takeBack(desk, visit),
    }),
  ];
}

async function open(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const rows = await readEntryRows(desk, visit.at);
  const row = rows.find(({ entry }) => entry.id === visit.params.id);
  return row ? show(desk, visit, rows, row) : missing;
}

/** What was typed, and what is wrong with it. */
interface Refused {
  readonly typed: TypedSignature;
  readonly problems: Problems;
  readonly status: number;
}

async function show(
  desk: Desk,
  visit: SignedVisit,
  rows: readonly EntryRow[],
  row: EntryRow,
  refused?: Refused,
): Promise<Answer> {
  const { account } = visit;
  const guide = desk.guide();
  const query = filterOf(visit.query);
  const time = clinicTime(guide.content.clinic.timeZone);
  const version = desk.entryVersion(row.entry);
  const typed = refused?.typed ?? (await usualSignature(desk, visit));
  const view = {
    row,
    version,
    questions: may(account.role, 'transcripts') ? await questionsOf(desk, row.entry.id) : null,
    sign: {
      form: may(account.role, 'sign') ? { name: account.name, typed } : null,
      version,
      problems: refused?.problems ?? {},
      ...toSign(listEntries(rows, query, desk.guide().content), row),
      query,
      time,
    },
    signedOnly: guide.signedOnly,
    query,
    content: guide.content,
    time,
  };
  return entryPage(view, refused?.status);
}

/** The next one to sign after this one; from the end of the list it goes on at its beginning. */
function toSign(rows: readonly EntryRow[], { entry }: EntryRow) {
  const here = rows.findIndex((one) => one.entry.id === entry.id);
  const others = [...rows.slice(here + 1), ...rows.slice(0, Math.max(0, here))];
  return {
    next: others.find(needsSignature)?.entry.id ?? null,
    left: rows.filter(needsSignature).length,
  };
}

async function questionsOf(desk: Desk, entry: string) {
  const read = async (turns: readonly TurnId[]): Promise<readonly ShownQuestion[]> => {
    const found = await Promise.all(turns.map((id) => desk.staff.findQuestion(id)));
    const asked = found.filter((one) => one !== undefined);
    return Promise.all(
      asked.map(async (one) => ({ ...one, words: oneLine(await hiddenWords(desk, one)) })),
    );
  };
  return {
    shown: await read(await desk.staff.listShown(entry, LATELY)),
    corrected: await read(await desk.staff.listCorrected(entry, LATELY)),
  };
}

/** Only what was shown is signed: the version that comes with the form must be the present one. */
async function sign(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form, at, params } = visit;
  const rows = await readEntryRows(desk, at);
  const row = rows.find(({ entry }) => entry.id === params.id);
  if (!row) return missing;
  const typed = readSignature(form);
  const version = desk.entryVersion(row.entry);
  if (form.get('version') !== version) {
    const problems = { answer: knowledgeLabels.sign.stale };
    return show(desk, visit, rows, row, { typed, problems, status: 409 });
  }
  const problems = signatureProblems(desk, at, typed);
  if (Object.keys(problems).length > 0) {
    return show(desk, visit, rows, row, { typed, problems, status: 422 });
  }
  await keepSignature(desk, visit, row, { ...typed, version });
  const query = filterOf(visit.query);
  const { next } = toSign(listEntries(rows, query, desk.guide().content), row);
  if (form.get('to') === 'next' && next !== null) {
    return redirect(entryAddress(next, query, 'signedBefore'));
  }
  return redirect(entryAddress(row.entry.id, query, 'signed'));
}

async function takeBack(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const rows = await reviewEntries(desk, visit.at);
  const row = rows.find(({ entry }) => entry.id === visit.params.id);
  if (!row) return missing;
  await takeSignatureBack(desk, visit, row);
  const query = filterOf(visit.query);
  return redirect(entryAddress(row.entry.id, query, 'takenBack'));
}
