import type { Content, Entry } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { answerPart, sourcesPart } from '../parts/answer.ts';
import { button, select } from '../parts/forms.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { KNOWLEDGE, topicSelect } from './knowledge.ts';

export interface PrintView {
  readonly entries: readonly Entry[];
  readonly versionOf: (entry: Entry) => string;
  readonly query: URLSearchParams;
  readonly content: Content;
  readonly now: number;
  readonly time: ClinicTime;
}

const text = knowledgeLabels.paper;

/** Answers for a signature on paper: what is read, what it rests on, and the version that is signed. */
export function printPage(view: PrintView): Answer {
  const { entries, content, now, time } = view;
  const edition = text.edition
    .replace('{count}', String(entries.length))
    .replace('{version}', content.version)
    .replace('{time}', time.show(now))
    .replace('{clinic}', () => content.clinic.name);
  const body = html`<nav class="paging" aria-label="${knowledgeLabels.entry.around}"><a href="${KNOWLEDGE}" rel="up">${knowledgeLabels.entry.list}</a></nav>
<p class="screen-only">${text.hint}</p>
${choice(view)}
<p class="meta">${edition}</p>
${entries.length === 0 ? html`<p class="empty">${knowledgeLabels.none}</p>` : entries.map((entry) => sheet(view, entry))}`;
  return page(text.title, body, { section: 'knowledge' });
}

function choice({ content, query }: PrintView): Html {
  const states = Object.entries(knowledgeLabels.states).map(([value, label]) => ({ value, label }));
  return html`<form method="get" action="${KNOWLEDGE}/print" class="filters" aria-label="${text.choose}">
${select('status', text.state, [{ value: '', label: text.anyState }, ...states], query.get('status') ?? '')}
${topicSelect(content, query)}
<div class="pair">${button(text.show)}</div></form>`;
}

function sheet({ content, versionOf }: PrintView, entry: Entry): Html {
  const version = text.version.replace('{version}', versionOf(entry));
  return html`<article class="sheet" aria-labelledby="${entry.id}">
<h2 id="${entry.id}">${entry.title}</h2>
<p class="meta"><code>${entry.id}</code> · ${version} · ${knowledgeLabels.states[entry.status]}${entry.reviewer !== null && html`: ${entry.reviewer}, ${entry.reviewed}`}</p>
${answerPart(content, entry)}
${sourcesPart(content, entry)}
<p>${knowledgeLabels.sign.statement}</p>
<ul class="lines">${[text.name, text.signature, text.date, text.due].map((label) => html`<li>${label}</li>`)}</ul>
</article>`;
}
