import { type Html, html } from '../../html.ts';
import type { ListedConversation } from '../../storage/staff-store.ts';
import type { TranscriptLine } from '../../storage/store.ts';
import { exportsLabels } from '../labels/exports.ts';
import { labels } from '../labels/house.ts';
import { address, changed } from '../parts/address.ts';
import { action, button, type Problems, postForm, problemSummary, radios } from '../parts/forms.ts';
import { facts } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { linePart } from './conversation.ts';

export interface ExportView {
  /** The one conversation that was asked for; null for all that the filter lets through. */
  readonly listed: ListedConversation | null;
  readonly count: number;
  /** So many fit into one file. */
  readonly most: number;
  readonly query: URLSearchParams;
  readonly problems: Problems;
  readonly time: ClinicTime;
}

export interface PrintView {
  readonly listed: ListedConversation;
  readonly lines: readonly TranscriptLine[];
  /** How many lines are shown, when there are more. */
  readonly cut: number | null;
  /** Takes personal details out, unless they were asked for. */
  readonly hide: (text: string) => string;
  readonly details: boolean;
  readonly by: string;
  readonly at: number;
  readonly time: ClinicTime;
}

const text = exportsLabels;
const COMMAND = 'npm run export -- --format messages --output messages.csv --from 2026-01-01';

function pathOf(id: string): string {
  return `/staff/conversations/${encodeURIComponent(id)}`;
}

export function exportPage(view: ExportView): Answer {
  const { listed, query, problems } = view;
  const up =
    listed === null
      ? { href: address('/staff/conversations', changed(query, {})), label: text.list }
      : { href: pathOf(listed.id), label: text.conversation };
  const body = html`<nav class="paging" aria-label="${labels.paging.title}"><a href="${up.href}" rel="up">${up.label}</a>
${listed !== null && html`<a href="${pathOf(listed.id)}/print">${text.print}</a>`}</nav>
${chosenPart(view)}`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.title, body, { section: 'conversations', ...(wrong && { status: 422 }) });
}

function chosenPart(view: ExportView): Html {
  const { listed, count, most, time } = view;
  if (count === 0) return html`<p class="empty">${text.none}</p>`;
  if (count > most) {
    return html`<p>${text.tooMany.replace('{most}', String(most))}</p><p><code class="long">${COMMAND}</code></p>`;
  }
  const what =
    listed === null
      ? text.count.replace('{count}', String(count))
      : text.one.replace('{time}', time.show(listed.startedAt));
  return html`<p>${what}</p>${form(view)}`;
}

function form({ listed, query, problems }: ExportView): Html {
  const formats = Object.entries(text.formats)
    .filter(([value]) => listed !== null || value !== 'transcript')
    .map(([value, label]) => ({ value, label }));
  return html`${problemSummary(problems)}
${postForm(
  address('/export', changed(query, {})),
  html`${radios('format', text.format, formats, 'conversations')}
<p class="hint">${text.masked}</p>
<div class="choice"><input type="checkbox" id="full" name="full" value="yes" aria-describedby="full-hint">
<label for="full">${text.full}</label></div>
<p class="hint" id="full-hint">${text.fullHint}</p>
${button(text.submit)}`,
)}`;
}

/** One conversation as the patient saw it, for paper. */
export function printPage(view: PrintView): Answer {
  const { listed, lines, cut, details, by, at, time } = view;
  const path = pathOf(listed.id);
  const body = html`<nav class="paging" aria-label="${labels.paging.title}"><a href="${path}" rel="up">${text.conversation}</a></nav>
<div class="tools"><p class="hint">${text.printHint}</p>
${!details && action(`/conversations/${encodeURIComponent(listed.id)}/print`, labels.conversation.showDetails)}</div>
${facts([
  [text.id, listed.id],
  [text.began, time.show(listed.startedAt)],
  [text.printed, text.by.replace('{time}', time.show(at)).replace('{name}', () => by)],
  [text.details, details ? text.detailsShown : text.detailsHidden],
])}
<div class="talk">${lines.map((line) => linePart(view, line))}</div>
${cut !== null && html`<p>${text.cut.replace('{most}', String(cut))}</p>`}`;
  const title = text.printTitle.replace('{time}', time.show(listed.startedAt));
  return page(title, body, { section: 'conversations' });
}
