import { type Html, html } from '../../html.ts';
import { sentRequests } from '../figures/booking.ts';
import { helpfulShare } from '../figures/entries.ts';
import { type Both, type Counts, type Figure, share } from '../figures/figure.ts';
import { questionTotals } from '../figures/questions.ts';
import { nearlyAllTimes } from '../figures/times.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import { figurePart } from '../parts/figure.ts';
import { moreFilters } from '../parts/filters.ts';
import { field } from '../parts/forms.ts';
import type { ClinicTime } from '../parts/when.ts';
import { USUAL } from '../period.ts';
import { type Answer, page } from '../route.ts';

export interface InsightsView {
  readonly at: number;
  readonly time: ClinicTime;
  readonly query: URLSearchParams;
  readonly counts: Counts;
  readonly figures: readonly Figure[];
  /** How many of the latest unanswered questions were looked at. */
  readonly missed: number;
}

const PATH = '/staff/insights';

export function insightsPage(view: InsightsView): Answer {
  const { query, figures, missed } = view;
  const hintOf = (id: Figure['id']) => text.figures[id][1].replace('{most}', String(missed));
  const body = html`${choice(view)}
${cards(view.counts)}
<div class="figures">${figures.map((figure) => figurePart(figure, query, hintOf(figure.id)))}</div>`;
  return page(text.title, body, { section: 'insights', script: 'insights.js' });
}

function choice({ at, time, query, counts: { period, comparable } }: InsightsView): Html {
  const [from, until] = [time.showDate(period.now.from), time.showDate(period.now.until - 1)];
  const span = (comparable ? text.shown : text.alone)
    .replace('{from}', from)
    .replace('{until}', until)
    .replace('{days}', String(period.count));
  const own = (name: 'from' | 'until') =>
    field({ name, type: 'date', label: text[name], value: query.get(name) ?? '' });
  const usual = USUAL.map(
    (
      days,
    ) => html`<li><a href="${PATH}?days=${days}"${days === period.usual && html` aria-current="true"`}>
${text.usual.replace('{days}', String(days))}</a></li>`,
  );
  return html`<nav class="chips" aria-label="${text.choose}"><ul>${usual}</ul></nav>
${moreFilters(PATH, onlyOwn(query), ['from', 'until'], html`${own('from')}${own('until')}`, text.own)}
<p>${span} ${!comparable && text.notKept} ${period.now.until > at && text.unfinished}</p>`;
}

/** Days of one's own take the place of a usual length. */
function onlyOwn(query: URLSearchParams): URLSearchParams {
  const own = new URLSearchParams(query);
  own.delete('days');
  return own;
}

function cards(counts: Counts): Html {
  const { comparable, votes, booking } = counts;
  const asked = questionTotals(counts);
  const both = (of: (which: keyof Both<unknown>) => number | null) => ({
    now: of('now'),
    before: comparable ? of('before') : null,
  });
  return html`<div class="cards numbers">
${card(
  text.cards.questions,
  both((which) => asked[which].all),
)}
${card(
  text.cards.answered,
  both((which) => share(asked[which].answered, asked[which].all)),
  text.percent,
)}
${card(
  text.cards.unknown,
  both((which) => share(asked[which].unknown, asked[which].all)),
  text.percent,
)}
${card(
  text.cards.urgent,
  both((which) => asked[which].urgent),
)}
${card(
  text.cards.helpful,
  both((which) => helpfulShare(votes[which])),
  text.percent,
)}
${card(
  text.cards.sent,
  both((which) => sentRequests(booking[which])),
)}
${card(
  text.cards.nearlyAll,
  both((which) => nearlyAllTimes(counts)[which]),
  text.milliseconds,
)}
</div>`;
}

function card(what: string, { now, before }: Both<number | null>, unit = '{value}'): Html {
  const show = (value: number) => unit.replace('{value}', String(value));
  return html`<section class="card"><h2><span class="count">${now === null ? text.noValue : show(now)}</span> ${what}</h2>
${before !== null && html`<p class="hint">${text.before.replace('{value}', show(before))}</p>`}</section>`;
}
