import { html } from '../../html.ts';
import type { TurnId } from '../../storage/teach-store.ts';
import { teachLabels } from '../labels/teach.ts';
import {
  area,
  button,
  field,
  hidden,
  type Problems,
  postForm,
  problemSummary,
} from '../parts/forms.ts';
import { type Answer, page } from '../route.ts';
import { writeTurn } from '../teaching.ts';

/** As typed; without a short name one is made of the title. */
export interface TypedDraft {
  readonly title: string;
  readonly entry: string;
  readonly phrasings: string;
  readonly answer: string;
}

export interface DraftView {
  /** What it is made of. */
  readonly questions: readonly TurnId[];
  readonly typed: TypedDraft;
  readonly problems: Problems;
}

const text = teachLabels.draft;

/** The form of a new answer. */
export function draftPage({ questions, typed, problems }: DraftView): Answer {
  const { title, entry, phrasings, answer } = typed;
  const body = html`${problemSummary(problems)}
<p>${text.lead}</p>
${postForm(
  '/teach/new',
  html`${questions.map((one) => hidden('turn', writeTurn(one)))}
${field({ name: 'title', label: text.name, value: title, maxlength: 300 }, problems)}
${field({ name: 'entry', label: text.id, value: entry, hint: text.idHint, maxlength: 100 }, problems)}
${area({ name: 'phrasings', label: text.phrasings, value: phrasings, rows: 5 }, problems)}
${area({ name: 'answer', label: text.answer, value: answer, hint: text.answerHint, rows: 10 }, problems)}
${button(text.submit)}`,
  'lesson',
)}
<p><a href="/staff/teach">${teachLabels.question.back}</a></p>`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.title, body, { section: 'teach', ...(wrong && { status: 422 }) });
}
