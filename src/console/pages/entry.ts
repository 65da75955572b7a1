import type { Content } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import type { AskedQuestion } from '../../storage/teach-store.ts';
import { type EntryRow, USE_DAYS } from '../entry-list.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { teachLabels } from '../labels/teach.ts';
import { entryTitle } from '../naming.ts';
import { address } from '../parts/address.ts';
import { answerPart, sourcesPart } from '../parts/answer.ts';
import { facts } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { entryAddress, KNOWLEDGE, showDay, stateBadges, votes } from './knowledge.ts';
import { type SignView, signPart } from './sign.ts';

/** A question with what may tell who asked taken out. */
export type ShownQuestion = Pick<AskedQuestion, 'conversation' | 'turn' | 'at' | 'words'>;

export interface EntryView {
  readonly row: EntryRow;
  readonly version: string;
  /** Null for those who may not open transcripts. */
  readonly questions: {
    readonly shown: readonly ShownQuestion[];
    readonly corrected: readonly ShownQuestion[];
  } | null;
  readonly sign: SignView;
  /** Whether patients see drafts not at all. */
  readonly signedOnly: boolean;
  readonly query: URLSearchParams;
  readonly content: Content;
  readonly time: ClinicTime;
}

const text = knowledgeLabels.entry;

/** One answer as patients read it, what it rests on, how it fares, and the form that signs it. */
export function entryPage(view: EntryView, status = 200): Answer {
  const { row, content, query, sign } = view;
  const { entry } = row;
  const body = html`<nav class="paging" aria-label="${text.around}"><a href="${address(KNOWLEDGE, Object.fromEntries(query))}" rel="up">${text.list}</a>
${sign.form !== null && sign.next !== null && html`<a href="${entryAddress(sign.next, query)}" rel="next">${text.next}</a>`}
<a href="${address(`${KNOWLEDGE}/print`, { entry: entry.id })}">${text.print}</a></nav>
${factsPart(view)}
<h2 id="answer">${text.asSeen}</h2>
${answerPart(content, entry)}
${
  entry.next.length > 0 &&
  html`<p>${text.offered}: ${entry.next.map((id) => html`<a href="${entryAddress(id, query)}">${entryTitle(content, id)}</a> `)}</p>`
}
<h2>${text.sources}</h2>
${sourcesPart(content, entry)}
${listPart(text.phrasings, entry.phrasings)}
${listPart(text.tests, entry.tests)}
${signPart(row, sign)}
${usePart(view)}
${suggestionsPart(row)}`;
  return page(entry.title, body, { section: 'knowledge', status });
}

function factsPart({ row, version, signedOnly, time }: EntryView): Html {
  const { entry, state } = row;
  const draft = signedOnly ? text.seenNo : text.seenDraft;
  return facts([
    [text.state, html`${stateBadges(row)}`],
    [text.seen, state === 'draft' ? draft : text.seenYes],
    [text.reviewer, entry.reviewer],
    [text.reviewed, entry.reviewed && showDay(time, entry.reviewed)],
    [text.due, entry.reviewDue && showDay(time, entry.reviewDue)],
    [text.topics, entry.topics.join(', ')],
    [text.file, html`<code>knowledge/${entry.id}.md</code>`],
    [text.version, html`<code>${version}</code>`],
  ]);
}

function listPart(summary: string, lines: readonly string[]): Html | false {
  if (lines.length === 0) return false;
  return html`<details><summary>${summary.replace('{count}', String(lines.length))}</summary>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

function usePart({ row: { use }, questions, time }: EntryView): Html {
  return html`<h2>${text.use.replace('{days}', String(USE_DAYS))}</h2>
${facts([
  [text.shown, use.shown],
  [text.votes, votes(use)],
  [text.corrected, use.corrected === 0 ? null : use.corrected],
])}
${questions && questionsPart(text.lately, questions.shown, time)}
${questions && questionsPart(text.latelyCorrected, questions.corrected, time)}`;
}

function questionsPart(title: string, questions: readonly ShownQuestion[], time: ClinicTime) {
  if (questions.length === 0) return false;
  return html`<h3>${title}</h3>
<ul>${questions.map(
    ({ conversation, turn, at, words }) =>
      html`<li><a href="/staff/conversations/${encodeURIComponent(conversation)}#turn-${turn}">${words === '' ? text.noWords : words}</a> <span class="when">${time.showDate(at)}</span></li>`,
  )}</ul>`;
}

function suggestionsPart({ suggestions }: EntryRow): Html | false {
  if (suggestions.length === 0) return false;
  return html`<h2>${text.suggestions}</h2>
<ul>${suggestions.map(
    ({ proposal }) =>
      html`<li>${teachLabels.kinds[proposal.kind]}${'text' in proposal && html`: ${proposal.text}`}</li>`,
  )}</ul>
<p class="files"><a href="/staff/teach/suggestions">${text.toSuggestions}</a></p>`;
}
