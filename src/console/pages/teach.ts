import type { Content } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { teachLabels as text } from '../labels/teach.ts';
import { type MissedGroup, MOST_MISSED, PERIOD_DAYS, type Sample } from '../missed.ts';
import { entryTitle, subjectTitle } from '../naming.ts';
import { address } from '../parts/address.ts';
import { hidden, postForm } from '../parts/forms.ts';
import { badge } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { writeTurn } from '../teaching.ts';

export interface TeachView {
  readonly groups: readonly MissedGroup[];
  /** Counts from 1. */
  readonly page: number;
  readonly more: boolean;
  readonly open: number;
  readonly content: Content;
  readonly time: ClinicTime;
}

const PATH = '/staff/teach';

export function teachPage(view: TeachView): Answer {
  const { groups, open } = view;
  const days = String(PERIOD_DAYS);
  const body = html`<p>${text.lead.replace('{days}', days).replace('{most}', String(MOST_MISSED))}</p>
<p class="files"><a href="${PATH}/suggestions">${text.suggestions.replace('{count}', String(open))}</a>
${open > 0 && html`<a href="/staff/replay">${text.tryThem}</a>`}</p>
${groups.length === 0 && html`<p class="empty">${text.none.replace('{days}', days)}</p>`}
${groups.map((group, index) => groupPart(view, group, index))}
${paging(view)}`;
  return page(text.title, body, { section: 'teach' });
}

function groupPart(view: TeachView, group: MissedGroup, index: number): Html {
  const [first, ...others] = group.samples;
  const { content } = view;
  const { decision } = group.record;
  const subject = subjectTitle(content, decision);
  return html`<section class="missed" aria-labelledby="group-${index}">
<h2 id="group-${index}">${first.words}</h2>
<p class="marks">${group.reasons.map((reason) => html`${badge(text.reasons[reason], 'warn')} `)}<span class="hint">${whenAsked(view, group)}</span></p>
${subject !== '' && html`<p>${text.said} ${labels.endings[decision.kind]}: ${subject}</p>`}
<p class="files"><a href="${conversationPath(first)}">${text.conversation}<span class="unseen">: ${first.words}</span></a>
<a href="${address(`${PATH}/question`, { turn: writeTurn(first) })}">${text.closer}<span class="unseen">: ${first.words}</span></a></p>
${postForm(
  '/teach',
  html`${hidden('turn', writeTurn(first))}
${others.length > 0 && alikePart(others, group.hidden, index)}
${choicesPart(view, group, index)}`,
)}
</section>`;
}

function whenAsked({ time }: TeachView, { count, lastAt }: MissedGroup): string {
  return (count === 1 ? text.askedOnce : text.asked)
    .replace('{count}', String(count))
    .replace('{date}', time.showDate(lastAt));
}

function conversationPath({ conversation, turn }: Sample): string {
  return `/staff/conversations/${encodeURIComponent(conversation)}#turn-${turn}`;
}

/** The other ways it was asked: taught along, unless taken out. */
function alikePart(others: readonly Sample[], more: number, index: number): Html {
  return html`<fieldset><legend>${text.alike}</legend>${others.map(
    (sample, place) => html`
<div class="choice"><input type="checkbox" id="alike-${index}-${place}" name="turn" value="${writeTurn(sample)}" checked>
<label for="alike-${index}-${place}">${sample.words}${sample.count > 1 && html` <span class="hint">${text.times.replace('{count}', String(sample.count))}</span>`}</label></div>`,
  )}
${more > 0 && html`<p class="hint">${text.more.replace('{count}', String(more))}</p>`}</fieldset>`;
}

/** Every button is the second of two clicks: nothing else has to be chosen. */
function choicesPart({ content }: TeachView, group: MissedGroup, index: number): Html {
  const { candidates, right, samples } = group;
  return html`${
    candidates.length > 0 &&
    html`<div role="group" aria-labelledby="near-${index}"><p class="ask" id="near-${index}">${text.phrasingOf}</p>
<div class="inline">${candidates.map((id) => choose(`phrasing:${id}`, entryTitle(content, id)))}</div></div>`
  }
<div class="inline"><div class="field"><label for="entry-${index}">${text.shouldBe}</label>
${entrySelect(content, right ?? '', `entry-${index}`)}</div>
<button name="teach" value="phrasing" class="plain">${text.asPhrasing}</button>
<button name="teach" value="test" class="plain">${text.asTest}</button></div>
<div class="inline">${choose('draft', text.asDraft)}
${choose('leave', samples.length > 1 ? text.leaveAll : text.leave)}</div>`;
}

/** Does not ask for what the list beside it asks for. */
function choose(value: string, label: string): Html {
  return html`<button name="teach" value="${value}" class="plain" formnovalidate>${label}</button>`;
}

/** Every answer there is, by its title; the list must be chosen from. */
export function entrySelect(content: Content, chosen: string, id: string, wrong = false): Html {
  const all = [...content.entries.values()].sort((one, other) =>
    one.title.localeCompare(other.title),
  );
  return html`<select id="${id}" name="entry" required${wrong && html` aria-invalid="true" aria-describedby="${id}-problem"`}>
<option value="">${text.choose}</option>${all.map(
    ({ id, title }) =>
      html`<option value="${id}"${id === chosen && html` selected`}>${title}</option>`,
  )}</select>`;
}

function paging({ page, more }: TeachView): Html | false {
  if (page === 1 && !more) return false;
  return html`<nav class="paging" aria-label="${text.pages}">
${page > 1 && html`<a href="${address(PATH, { page: page - 1 })}" rel="prev">${text.before}</a>`}
${more && html`<a href="${address(PATH, { page: page + 1 })}" rel="next">${text.next}</a>`}
</nav>`;
}
