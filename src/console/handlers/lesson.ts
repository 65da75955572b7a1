import { LONGEST_LINE } from '../../core/suggestion.ts';
import type { AskedQuestion, TurnId } from '../../storage/teach-store.ts';
import { audited } from '../audit.ts';
import { candidatesOf } from '../candidates.ts';
import type { Desk } from '../dependencies.ts';
import { oneLine, readMissed, SAMPLES } from '../missed.ts';
import { questionPage } from '../pages/teach-question.ts';
import { address } from '../parts/address.ts';
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
import {
  hiddenWords,
  inSameWords,
  type Lesson,
  problemsOf,
  readTurn,
  teachAll,
  triedAddress,
  writeTurn,
} from '../teaching.ts';

const PATH = '/staff/teach';

/** One question or several that ask alike, and what is made of them. */
export function lessonRoutes(desk: Desk): readonly Route[] {
  const access = needs('teach');
  return [
    route({ method: 'POST', path: '/teach', access, handle: (visit) => teach(desk, visit) }),
    route({
      method: 'GET',
      path: '/teach/question',
      access,
      handle: (visit) => showQuestion(desk, visit),
    }),
  ];
}

async function teach(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form } = visit;
  const turns = form.getAll('turn').slice(0, SAMPLES).map(readTurn);
  const found = await Promise.all(turns.map((id) => id && desk.staff.findQuestion(id)));
  const questions = found.filter((one) => one !== null && one !== undefined);
  if (questions.length === 0) return missing;
  // A pressed button may name its entry; otherwise the list beside it counts.
  const [what, entry = form.get('entry') ?? ''] = (form.get('teach') ?? '').split(':');
  switch (what) {
    case 'phrasing':
    case 'test':
      return teachAs(desk, visit, questions, { kind: what, entry });
    case 'draft':
      return redirect(draftAddress(questions));
    case 'leave':
      return leave(desk, visit, questions);
    default:
      return missing;
  }
}

function draftAddress(questions: readonly TurnId[]): string {
  const query = new URLSearchParams();
  for (const one of questions) query.append('turn', writeTurn(one));
  return `${PATH}/new?${query}`;
}

async function leave(
  desk: Desk,
  visit: SignedVisit,
  questions: readonly AskedQuestion[],
): Promise<Answer> {
  const { account, at } = visit;
  const missed = await readMissed(desk, at);
  for (const question of questions) {
    await audited(desk, visit, 'question-left', question.conversation, () =>
      desk.staff.leaveQuestions(inSameWords(missed, question), account.id, at),
    );
  }
  return redirect(doneAddress(visit, questions, 'left'));
}

/** Back to where it was taught from. */
function doneAddress({ form }: SignedVisit, [first]: readonly TurnId[], done: string): string {
  const isOne = form.get('to') === 'conversation' && first !== undefined;
  const path = isOne ? `/staff/conversations/${encodeURIComponent(first.conversation)}` : PATH;
  return address(path, { done });
}

async function teachAs(
  desk: Desk,
  visit: SignedVisit,
  questions: readonly AskedQuestion[],
  lesson: Lesson,
): Promise<Answer> {
  const typed = visit.form.get('words')?.slice(0, 2 * LONGEST_LINE);
  const [first] = questions;
  if (typed !== undefined && first) {
    const words = oneLine(typed);
    const problems = await problemsOf(desk, first, lesson.entry, words);
    if (Object.keys(problems).length > 0) {
      return viewQuestion(desk, visit, first, { words, entry: lesson.entry, problems });
    }
  }
  const refused = await teachAll(desk, visit, questions, lesson, typed);
  if (!refused) return redirect(doneAddress(visit, questions, 'suggested'));
  return redirect(triedAddress(refused, lesson));
}

/** To change the words first; also after a try, with what was wrong. */
async function showQuestion(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { query } = visit;
  const id = readTurn(query.get('turn'));
  const question = id && (await desk.staff.findQuestion(id));
  if (!question) return missing;
  const entry = query.get('entry') ?? '';
  const words = oneLine(await hiddenWords(desk, question));
  const problems = query.has('tried') ? await problemsOf(desk, question, entry, words) : {};
  return viewQuestion(desk, visit, question, { words, entry, problems });
}

interface Typed {
  readonly words: string;
  readonly entry: string;
  readonly problems: Problems;
}

function viewQuestion(
  desk: Desk,
  visit: SignedVisit,
  question: AskedQuestion,
  typed: Typed,
): Promise<Answer> {
  return audited(desk, visit, 'open-conversation', question.conversation, () =>
    showTyped(desk, visit, question, typed),
  );
}

async function showTyped(
  desk: Desk,
  { query, form }: SignedVisit,
  question: AskedQuestion,
  typed: Typed,
): Promise<Answer> {
  const { staff } = desk;
  const { content } = desk.guide();
  const { conversation, turn } = question;
  const [record] = await staff.readTurns(conversation, turn, turn + 1);
  if (!record) return missing;
  const made = await staff.listSuggestions({ conversation }, null, 500);
  return questionPage({
    id: { conversation, turn },
    record,
    asked: await hiddenWords(desk, question),
    candidates: candidatesOf(record).filter((id) => content.entries.has(id)),
    made: made.filter(({ from, state }) => from?.turn === turn && state !== 'dropped'),
    to: form.get('to') ?? query.get('to') ?? '',
    hide: redactor(content, await staff.namesGiven(conversation)),
    content,
    ...typed,
  });
}
