import type { Content, Entry } from '../../core/guide.ts';
import { showEntry } from '../../core/show.ts';
import { type Html, html } from '../../html.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { drawMarkdown } from './markdown.ts';
import { badge } from './table.ts';

const text = knowledgeLabels.entry;
const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;

/** An entry as patients read it, the clinic's facts filled in: the short answer, then the details. */
export function answerPart(content: Content, entry: Entry): Html {
  const reply = showEntry(content, entry, []);
  const [short = '', ...details] = reply.text.split(/\n{2,}/);
  const links = [...entry.body.matchAll(LINK)];
  return html`<div class="bubble assistant"><p class="meta">${text.short}</p>
${drawMarkdown(short)}
${details.length > 0 && html`<p class="meta">${text.details}</p>${drawMarkdown(details.join('\n\n'))}`}
<p class="meta">${content.messages.notice}${reply.draft && html` ${content.messages.draft}`}</p></div>
${links.length > 0 && html`<p>${text.links}: ${links.map(([, words, url]) => html`${words} <code>${url}</code> `)}</p>`}`;
}

/** Numbered as in the answer, each with what it is cited for. */
export function sourcesPart(content: Content, entry: Entry): Html {
  const { footnotes } = showEntry(content, entry, []);
  if (footnotes.length === 0) return html`<p class="hint">${text.noSources}</p>`;
  return html`<ol class="sources">${footnotes.map(
    ({ number, source, text: words, supports, url }) => html`<li value="${number}">
<p>${supports}</p>
<p class="meta">${source}: ${words} ${url !== undefined && html`<a href="${url}" rel="noreferrer">${url}</a>`} ${kindBadge(content, source)}</p></li>`,
  )}</ol>`;
}

function kindBadge({ sources }: Content, id: string): Html | false {
  const kind = sources.get(id)?.kind;
  if (kind === undefined) return false;
  return badge(knowledgeLabels.kinds[kind], kind === 'second-hand' ? 'warn' : 'quiet');
}
