import type { Content, FixedReply } from '../../core/guide.ts';
import type { UrgentRule } from '../../core/screen.ts';
import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { drawMarkdown } from '../parts/markdown.ts';
import { badge } from '../parts/table.ts';
import { type Answer, page } from '../route.ts';
import { KNOWLEDGE } from './knowledge.ts';

const text = knowledgeLabels.fixedPage;

/** What patients read that is no answer: for reading only. */
export function fixedPage(content: Content): Answer {
  const { urgent, refusals, smalltalk, messages } = content;
  const body = html`<nav class="paging" aria-label="${knowledgeLabels.entry.around}"><a href="${KNOWLEDGE}" rel="up">${text.back}</a></nav>
<p>${text.lead}</p>
<h2>${text.urgent}</h2><p class="hint">${text.urgentHint}</p>
${urgent.rules.map(rulePart)}
<h2>${text.refusals}</h2>
${[...refusals.values()].map(replyPart)}
<h2>${text.smalltalk}</h2>
${[...smalltalk.values()].map(replyPart)}
<h2>${text.messages}</h2>
${Object.entries(messages).map(([name, message]) => folded(html`<code>${name}</code>`, drawMarkdown(message)))}`;
  return page(text.title, body, { section: 'knowledge' });
}

function rulePart(rule: UrgentRule): Html {
  const { level, status, reviewer, reviewed } = rule;
  const signed = status === 'signed' && html` ${reviewer}, ${reviewed}`;
  return folded(
    html`${rule.title} ${badge(labels.urgency[level], 'alert')}${badge(knowledgeLabels.states[status], status === 'signed' ? 'good' : 'quiet')}`,
    html`<p class="meta"><code>dialogs/urgent/${rule.id}.yaml</code> ${rule.sources.join(', ')}${signed}</p>
<div class="bubble assistant urgent">${drawMarkdown(rule.message)}</div>
${examples(text.fires, rule.fires)}
${examples(
  text.silent,
  rule.silent.map((one) => one.text),
)}
${examples(text.asks, rule.asks)}`,
  );
}

function replyPart({ title, reply }: FixedReply): Html {
  return folded(html`${title}`, drawMarkdown(reply));
}

function examples(title: string, all: readonly string[]): Html | false {
  if (all.length === 0) return false;
  return html`<p>${title.replace('{count}', String(all.length))}</p><ul>${all.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function folded(summary: Html, body: Html): Html {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}
