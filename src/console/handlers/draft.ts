import {
  distinctQuestions,
  ENTRY_ID,
  entryIdOf,
  LONGEST_LINE,
  type Proposal,
} from '../../core/suggestion.ts';
import type { AskedQuestion } from '../../storage/teach-store.ts';
import type { Desk } from '../dependencies.ts';
import { heldBy, questionProblem, readOpen } from '../held.ts';
import { teachLabels } from '../labels/teach.ts';
import { oneLine, readMissed, SAMPLES } from '../missed.ts';
import { draftPage, type TypedDraft } from '../pages/draft.ts';
import type { Problems } from '../parts/forms.ts';
import { redactor } from '../redaction.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';
import { inSameWords, readTurn, suggest } from '../teaching.ts';

const LONGEST_ANSWER = 4_000;
const MOST_PHRASINGS = 20;
const text = teachLabels.problems;

/** A new answer, of questions that were missed or of none. */
export function draftRoutes(desk: Desk): readonly Route[] {
  const path = '/teach/new';
  const access = needs('teach');
  return [
    route({ method: 'GET', path, access, handle: (visit) => show(desk, visit) }),
    route({ method: 'POST', path, access, handle: (visit) => add(desk, visit) }),
  ];
}

async function questionsOf(desk: Desk, given: URLSearchParams): Promise<readonly AskedQuestion[]> {
  const turns = given.getAll('turn').slice(0, SAMPLES).map(readTurn);
  const found = await Promise.all(turns.map((id) => id && desk.staff.findQuestion(id)));
  return found.filter((one) => one !== null && one !== undefined);
}

async function show(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const questions = await questionsOf(desk, visit.query);
  const { content } = desk.guide();
  const lines = await Promise.all(
    questions.map(async ({ conversation, words }) =>
      oneLine(redactor(content, await desk.staff.namesGiven(conversation))(words)),
    ),
  );
  const [title = ''] = lines;
  return draftPage({
    questions,
    typed: { title, entry: '', phrasings: lines.join('\n'), answer: '' },
    problems: {},
  });
}

async function add(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form, at } = visit;
  const questions = await questionsOf(desk, form);
  // What it was to be made of was erased meanwhile.
  if (form.has('turn') && questions.length === 0) return missing;
  const value = (name: string) => (form.get(name) ?? '').trim();
  const typed = {
    title: oneLine(value('title')),
    entry: value('entry'),
    phrasings: value('phrasings'),
    answer: value('answer').replace(/\r\n?/g, '\n'),
  };
  const draft = draftOf(typed);
  const problems = await problemsOf(desk, questions, draft);
  if (Object.keys(problems).length > 0) return draftPage({ questions, typed, problems });
  const missed = await readMissed(desk, at);
  const turns = questions.flatMap((question) => inSameWords(missed, question));
  if (!(await suggest(desk, visit, draft, turns))) return missing;
  return redirect('/staff/teach?done=suggested');
}

type Draft = Extract<Proposal, { kind: 'draft' }>;

function draftOf({ title, entry, phrasings, answer }: TypedDraft): Draft {
  const lines = phrasings.split('\n').map(oneLine);
  return {
    kind: 'draft',
    entry: entry === '' ? entryIdOf(title) : entry,
    title,
    phrasings: distinctQuestions(lines.filter((line) => line !== '')),
    body: answer,
  };
}

async function problemsOf(
  desk: Desk,
  questions: readonly AskedQuestion[],
  draft: Draft,
): Promise<Problems> {
  const open = await readOpen(desk);
  const names = await Promise.all(
    questions.map(({ conversation }) => desk.staff.namesGiven(conversation)),
  );
  const held = heldBy(desk.guide().content, open);
  const check = (words: string) => questionProblem(desk.guide().content, held, words, names.flat());
  const taken = open.some(({ proposal }) => proposal.entry === draft.entry);
  const all: readonly (readonly [keyof TypedDraft, string | null])[] = [
    ['title', titleProblem(draft.title)],
    ['entry', idProblem(desk, draft.entry, taken)],
    ['phrasings', phrasingsProblem(draft.phrasings, check)],
    ['answer', answerProblem(desk, draft.body)],
  ];
  return Object.fromEntries(
    all.flatMap(([name, problem]) => (problem === null ? [] : [[name, problem]])),
  );
}

function titleProblem(title: string): string | null {
  if (title !== '' && title.length <= LONGEST_LINE) return null;
  return text.title.replace('{most}', String(LONGEST_LINE));
}

function idProblem(desk: Desk, entry: string, taken: boolean): string | null {
  if (!ENTRY_ID.test(entry) || entry.length > 100) return text.id;
  return taken || desk.guide().content.entries.has(entry) ? text.idTaken : null;
}

function phrasingsProblem(
  phrasings: readonly string[],
  check: (words: string) => string | null,
): string | null {
  if (phrasings.length === 0) return text.phrasings;
  if (phrasings.length > MOST_PHRASINGS) {
    return text.manyPhrasings.replace('{most}', String(MOST_PHRASINGS));
  }
  return phrasings.map(check).find((problem) => problem !== null) ?? null;
}

/** What would make the whole content unsound is refused here: it would hold up all other changes. */
function answerProblem({ answerErrors }: Desk, answer: string): string | null {
  if (answer === '' || answer.length > LONGEST_ANSWER) {
    return text.answer.replace('{most}', String(LONGEST_ANSWER));
  }
  if (/\{\{|\[\^/.test(answer)) return text.marks;
  const errors = answerErrors(answer);
  return errors.length === 0 ? null : text.unfit.replace('{problems}', () => errors.join('; '));
}
