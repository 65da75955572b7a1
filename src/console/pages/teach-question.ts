import type { Content } from '../../core/guide.ts';
import { LONGEST_LINE, type Suggestion } from '../../core/suggestion.ts';
import { html } from '../../html.ts';
import type { TurnRecord } from '../../storage/staff-store.ts';
import type { TurnId } from '../../storage/teach-store.ts';
import { titleOf } from '../held.ts';
import { teachLabels as text } from '../labels/teach.ts';
import { entryTitle } from '../naming.ts';
import { area, hidden, type Problems, postForm, problemSummary } from '../parts/forms.ts';
import { badge } from '../parts/table.ts';
import { type Answer, page } from '../route.ts';
import { writeTurn } from '../teaching.ts';
import { entrySelect } from './teach.ts';
import { whyPart } from './why.ts';

export interface QuestionView {
  readonly id: TurnId;
  readonly record: TurnRecord;
  /** As the patient wrote it, masked. */
  readonly asked: string;
  /** As it would be kept. */
  readonly words: string;
  readonly entry: string;
  readonly candidates: readonly string[];
  /** Suggestions that were made of this turn. */
  readonly made: readonly Suggestion[];
  /** `conversation` when one goes back there, and not to the list. */
  readonly to: string;
  readonly problems: Problems;
  readonly hide: (text: string) => string;
  readonly content: Content;
}

/** One question: its words can be changed before they are kept. */
export function questionPage(view: QuestionView): Answer {
  const { id, asked, record, made, content, problems, words, entry, candidates } = view;
  const near = candidates.map(
    (one) =>
      html`<button name="teach" value="phrasing:${one}" class="plain" formnovalidate>${entryTitle(content, one)}</button>`,
  );
  const body = html`${problemSummary(problems)}
<h2>${text.question.asked}</h2>
<blockquote class="words">${asked}</blockquote>
${whyPart(view, record)}
${
  made.length > 0 &&
  html`<p>${text.question.made}</p><ul>${made.map(
    ({ proposal, state }) =>
      html`<li>${text.kinds[proposal.kind]}: ${titleOf(content, proposal)} ${badge(text.states[state])}</li>`,
  )}</ul>`
}
${postForm(
  '/teach',
  html`${hidden('turn', writeTurn(id))}${hidden('to', view.to)}
${area({ name: 'words', label: text.question.words, hint: text.question.wordsHint, value: words, rows: 3, maxlength: 2 * LONGEST_LINE }, problems)}
<div class="field"><label for="entry">${text.question.entry}</label>
${problems.entry !== undefined && html`<p class="problem" id="entry-problem">${problems.entry}</p>`}
${entrySelect(content, entry, 'entry', problems.entry !== undefined)}</div>
<div class="inline"><button name="teach" value="phrasing">${text.asPhrasing}</button>
<button name="teach" value="test">${text.asTest}</button></div>
${near.length > 0 && html`<div role="group" aria-labelledby="near"><p class="ask" id="near">${text.phrasingOf}</p><div class="inline">${near}</div></div>`}
<div class="inline"><button name="teach" value="draft" class="plain" formnovalidate>${text.asDraft}</button>
<button name="teach" value="leave" class="plain" formnovalidate>${text.leave}</button></div>`,
  'lesson',
)}
<p class="files"><a href="/staff/conversations/${encodeURIComponent(id.conversation)}#turn-${id.turn}">${text.conversation}</a>
<a href="/staff/teach">${text.question.back}</a></p>`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.question.title, body, { section: 'teach', ...(wrong && { status: 422 }) });
}
