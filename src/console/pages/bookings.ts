import { type Html, html } from '../../html.ts';
import type { RequestStatus } from '../../storage/staff-store.ts';
import { writePlace } from '../filter.ts';
import { destinationLabels, labels } from '../labels/house.ts';
import { privacyLabels } from '../labels/privacy.ts';
import { address, changed } from '../parts/address.ts';
import { chips, moreFilters, searchBox } from '../parts/filters.ts';
import { action, button, field, hidden, postForm, select } from '../parts/forms.ts';
import { badge, facts, table } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import type { VisibleRequest } from '../requests.ts';
import { type Answer, page } from '../route.ts';

interface Surroundings {
  /** Names of staff by account id. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether a person may be found and erased from here. */
  readonly mayErase: boolean;
  readonly answerLabel: (slot: string) => string;
  readonly now: number;
  readonly time: ClinicTime;
}

export interface BookingList extends Surroundings {
  readonly rows: readonly VisibleRequest[];
  readonly more: boolean;
  readonly first: boolean;
  readonly query: URLSearchParams;
}

const PATH = '/staff/bookings';
const text = labels.bookings;

export function bookingsPage(list: BookingList): Answer {
  const { rows, query } = list;
  const here = address(PATH, changed(query, {}));
  const body = html`${searchBox(PATH, query, text.search, text.searchHint)}
${chips(PATH, query, text.chips, [
  { label: text.open, set: {} },
  ...Object.entries(labels.statuses).map(([status, label]) => ({ label, set: { status } })),
  { label: text.undelivered, set: { undelivered: '1' } },
  { label: text.all, set: { all: '1' } },
])}
${moreFilters(PATH, query, ['kind', 'from', 'until'], filters(query))}
<p class="files"><a href="${address(`${PATH}.csv`, changed(query, {}))}">${text.csv}</a> <a href="${address(`${PATH}.ics`, changed(query, {}))}">${text.ics}</a></p>
${rows.length === 0 ? html`<p class="empty">${text.none}</p>` : html`<ol class="rows" data-rows>${rows.map((row) => rowOf(list, row, here))}</ol>`}
${paging(list)}`;
  return page(text.title, body, { section: 'bookings' });
}

function filters(query: URLSearchParams): Html {
  const kinds = Object.entries(labels.requestKinds).map(([value, label]) => ({ value, label }));
  return html`${select('kind', text.kind, [{ value: '', label: labels.conversations.any }, ...kinds], query.get('kind') ?? '')}
${field({ name: 'from', label: text.from, type: 'date', value: query.get('from') ?? '' })}
${field({ name: 'until', label: text.until, type: 'date', value: query.get('until') ?? '' })}`;
}

function rowOf({ now, time }: BookingList, row: VisibleRequest, back: string): Html {
  const { request, status, id } = row;
  const undelivered = row.deliveries.some(({ dead }) => dead);
  return html`<li class="row request${status === 'closed' && ' done'}" data-row>
<div class="what"><a href="${PATH}/${id}" data-open>${request.name}</a>
<p class="marks">${badge(labels.statuses[status], status === 'new' ? 'warn' : 'good')}${badge(labels.requestKinds[request.kind])}${undelivered && badge(text.undeliveredMark, 'alert')}</p>
<p class="contact">${contactLinks(request)}</p>
${request.times !== null && html`<p>${request.times}</p>`}
<p class="meta">${request.reference} · <time datetime="${new Date(request.at).toISOString()}">${time.showShort(request.at, now)}</time></p></div>
<div class="do">${nextSteps(status).map((next) => action(`/bookings/${id}/move`, text.moves[next], { status: next, back }))}</div>
</li>`;
}

function contactLinks({ phone, email }: VisibleRequest['request']): readonly (Html | false)[] {
  return [
    phone !== null && html`<a href="tel:${phone}">${phone}</a> `,
    email !== null && html`<a href="mailto:${encodeURIComponent(email)}">${email}</a>`,
  ];
}

/** From the list, one press; with a time for the appointment, on the request's own page. */
function nextSteps(status: RequestStatus): readonly RequestStatus[] {
  switch (status) {
    case 'new':
      return ['called', 'closed'];
    case 'called':
      return ['booked', 'closed'];
    case 'booked':
      return ['closed'];
    case 'closed':
      return ['new'];
  }
}

function paging({ rows, more, first, query }: BookingList): Html {
  const last = rows.at(-1);
  const place = more && last ? writePlace({ at: last.request.at, id: last.id }) : null;
  return html`<nav class="paging" aria-label="${labels.paging.title}">
${!first && html`<a href="${address(PATH, changed(query, {}))}">${labels.paging.newest}</a>`}
${place !== null && html`<a href="${address(PATH, changed(query, { after: place }))}" rel="next">${labels.paging.older}</a>`}
</nav>`;
}

export function bookingPage(row: VisibleRequest, around: Surroundings): Answer {
  const { request, details, conversation, status, appointmentAt, id } = row;
  const { time } = around;
  const shared = Object.entries(details ?? {}).map(
    ([slot, shown]) => [around.answerLabel(slot), shown] as const,
  );
  const body = html`<nav class="paging" aria-label="${text.around}"><a href="${PATH}" rel="up">${text.back}</a>
${conversation !== null && html`<a href="/staff/conversations/${encodeURIComponent(conversation)}">${text.conversation}</a>`}
<a href="${PATH}/${id}/calendar.ics">${text.oneIcs}</a></nav>
${facts([
  [text.status, badge(labels.statuses[status], status === 'new' ? 'warn' : 'good')],
  [text.kind, labels.requestKinds[request.kind]],
  [text.reference, request.reference],
  [text.asked, time.show(request.at)],
  [text.contact, html`${contactLinks(request)}`],
  [text.times, request.times],
  [text.appointment, appointmentAt !== null && time.show(appointmentAt)],
])}
<h2>${text.shared}</h2>
${details === null ? html`<p class="hint">${text.notShown}</p>` : shared.length === 0 ? html`<p class="hint">${text.nothing}</p>` : facts(shared)}
${moves(row, around)}
${history(row, around)}
${deliveries(row, around)}
${around.mayErase && action('/privacy/find', privacyLabels.find.person, { kind: 'reference', value: request.reference })}`;
  return page(request.name, body, { section: 'bookings' });
}

function moves({ id, status, appointmentAt }: VisibleRequest, { time }: Surroundings): Html {
  const back = `${PATH}/${id}`;
  const others = nextSteps(status).filter((next) => next !== 'booked');
  return html`<h2>${text.next}</h2><div class="tools">
${others.map((next) => action(`/bookings/${id}/move`, text.moves[next], { status: next, back }))}
${
  status !== 'closed' &&
  postForm(
    `/bookings/${id}/move`,
    html`${field({ name: 'appointment', label: text.appointmentAt, type: 'datetime-local', value: appointmentAt === null ? '' : time.toInput(appointmentAt) })}
${hidden('status', 'booked')}${hidden('back', back)}${button(text.moves.booked)}`,
    'inline',
  )
}</div>`;
}

function history({ steps }: VisibleRequest, { names, time }: Surroundings): Html | false {
  if (steps.length === 0) return false;
  const rows = steps.map((step) => [
    time.show(step.at),
    labels.statuses[step.status],
    names.get(step.accountId) ?? step.accountId,
  ]);
  return html`<h2>${text.history}</h2>${table(text.history, [text.when, text.status, text.who], rows)}`;
}

function deliveries({ deliveries: all, id }: VisibleRequest, { time }: Surroundings): Html {
  if (all.length === 0) {
    return html`<h2>${text.delivery}</h2><p class="hint">${text.notSent}</p>`;
  }
  const rows = all.map((one) => [
    destinationLabels.get(one.destination) ?? one.destination,
    one.deliveredAt !== null
      ? badge(text.delivered.replace('{time}', time.show(one.deliveredAt)), 'good')
      : html`${badge(one.dead ? labels.home.givenUp : labels.home.retrying, one.dead ? 'alert' : 'warn')} ${one.error}`,
    one.attempts,
    one.deliveredAt === null
      ? action(`/bookings/${id}/retry`, text.retry, { delivery: one.id, back: `${PATH}/${id}` })
      : '',
  ]);
  return html`<h2>${text.delivery}</h2>${table(text.delivery, [text.destination, text.state, text.attempts, text.doIt], rows)}`;
}
