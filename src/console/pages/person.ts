import { type Html, html } from '../../html.ts';
import type { PersonSummary } from '../../privacy/person-record.ts';
import type { PersonKey } from '../../storage/privacy-store.ts';
import { labels } from '../labels/house.ts';
import { privacyLabels } from '../labels/privacy.ts';
import { entryTitle, type Named } from '../naming.ts';
import { action, button, hidden, postForm, problemSummary } from '../parts/forms.ts';
import { facts, table } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

/** Whom somebody looked for, and what was found. */
export interface Looked {
  readonly kind: PersonKey['kind'];
  readonly value: string;
  /** Digest of what was found. */
  readonly seen: string;
  readonly summary: PersonSummary;
  readonly content: Pick<Named, 'entries'>;
  readonly time: ClinicTime;
}

/** Rows of a list of what was found; the counts are whole. */
const MOST = 50;
const text = privacyLabels;

/** What was found, in figures and dates, and what may be done with it. */
export function foundPage(looked: Looked): Answer {
  const { summary, kind, value } = looked;
  const { conversations, requests } = summary;
  if (conversations.length + requests.length === 0) {
    const body = html`<p class="empty">${text.found.nothing}</p>${back}`;
    return page(text.found.title, body, { section: 'privacy' });
  }
  const body = html`${figures(looked)}
<p>${text.found.check}</p>
${lists(looked)}
<h2>${text.found.exportTitle}</h2>
<p>${text.found.exportHint}</p>
${action('/privacy/export', text.found.export, { kind, value }, 'main')}
<h2>${text.found.eraseTitle}</h2>
<p>${text.found.eraseHint}</p>
${action('/privacy/erase', text.found.erase, { kind, value }, 'grave')}
${back}`;
  return page(text.found.title, body, { section: 'privacy' });
}

const back = html`<nav class="paging" aria-label="${labels.paging.title}"><a href="/staff/privacy" rel="up">${text.found.back}</a></nav>`;

function figures({ kind, value, summary }: Looked): Html {
  const { conversations, requests, notes } = summary;
  return facts([
    [text.found.by, html`${text.find.kinds[kind]} <strong>${value}</strong>`],
    [text.found.conversations, conversations.length],
    [text.found.lines, conversations.reduce((sum, { lines }) => sum + lines, 0)],
    [text.found.notes, notes],
    [text.found.requests, requests.length],
  ]);
}

function lists({ summary, content, time }: Looked): Html {
  const { conversations, requests, taught } = summary;
  const talks = conversations.slice(0, MOST).map(({ id, startedAt, lines }) => {
    const link = `/staff/conversations/${encodeURIComponent(id)}`;
    return [html`<a href="${link}">${time.show(startedAt)}</a>`, lines];
  });
  const sent = requests
    .slice(0, MOST)
    .map(({ id, reference, kind, at }) => [
      html`<a href="/staff/bookings/${encodeURIComponent(id)}">${reference}</a>`,
      labels.requestKinds[kind],
      time.show(at),
    ]);
  const { found } = text;
  return html`${talks.length > 0 && table(found.conversations, [found.began, found.linesHere], talks)}
${more(conversations.length)}
${sent.length > 0 && table(found.requests, [found.reference, found.kind, found.sent], sent)}
${more(requests.length)}
${taught.length > 0 && html`<p class="problem">${found.taught} ${taught.map((id) => entryTitle(content, id)).join('; ')}</p>`}`;
}

function more(count: number): Html | false {
  if (count <= MOST) return false;
  return html`<p class="hint">${text.found.more.replace('{count}', String(count - MOST))}</p>`;
}

/** Asks once more, and says what erasing reaches and what it does not. */
export function erasePage(looked: Looked, problem: 'changed' | 'unsure' | null): Answer {
  const { kind, value, seen } = looked;
  const { erase } = text;
  const wrong = problem === 'unsure' ? { sure: erase.unsure } : {};
  const list = (items: readonly string[]) =>
    html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const body = html`${problem === 'changed' && html`<p class="problems" role="alert">${erase.changed}</p>`}
${problemSummary(wrong)}
${figures(looked)}
${lists(looked)}
<h2>${erase.goes}</h2>${list(erase.gone)}
<h2>${erase.stays}</h2>${list(erase.kept)}
<p>${erase.backups}</p>
${postForm(
  '/privacy/erase',
  html`<div class="choice"><input type="checkbox" id="sure" name="sure" value="yes" required>
<label for="sure">${erase.sure}</label></div>
${hidden('kind', kind)}${hidden('value', value)}${hidden('seen', seen)}${button(erase.submit, 'grave')}`,
)}
${back}`;
  return page(erase.title, body, {
    section: 'privacy',
    ...(problem !== null && { status: 422 }),
  });
}
