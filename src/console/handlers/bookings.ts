import type { RequestFilter } from '../../storage/staff-store.ts';
import { audited } from '../audit.ts';
import { calendarOf } from '../calendar.ts';
import type { Desk } from '../dependencies.ts';
import { filterOf, oneOf, readPlace } from '../filter.ts';
import { labels } from '../labels/house.ts';
import { answerLabel } from '../naming.ts';
import { bookingPage, bookingsPage } from '../pages/bookings.ts';
import { ownPath } from '../parts/address.ts';
import { csvFile } from '../parts/csv.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { type VisibleRequest, visibleRequest } from '../requests.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';

const PAGE = 30;
/** Rows in one file: more than years of a clinic's bookings. */
const MOST = 20_000;

/** What visitors sent to the clinic, and how far the clinic has come with it. */
export function bookingsRoutes(desk: Desk): readonly Route[] {
  const access = needs('requests');
  const get = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'GET', path, access, handle });
  const post = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'POST', path, access, handle });
  return [
    get('/bookings', (visit) => list(desk, visit)),
    get('/bookings.csv', (visit) => table(desk, visit)),
    get('/bookings.ics', (visit) => calendar(desk, visit)),
    get('/bookings/:id', (visit) => open(desk, visit)),
    get('/bookings/:id/calendar.ics', (visit) => oneInCalendar(desk, visit)),
    post('/bookings/:id/move', (visit) => move(desk, visit)),
    post('/bookings/:id/retry', (visit) => retry(desk, visit)),
  ];
}

function readRequestFilter(desk: Desk, query: URLSearchParams): RequestFilter {
  const time = clinicTime(desk.guide().content.clinic.timeZone);
  const status = oneOf(query.get('status'), labels.statuses);
  const kind = oneOf(query.get('kind'), labels.requestKinds);
  const from = time.fromInput(query.get('from') ?? '');
  const until = time.fromInput(query.get('until') ?? '');
  const words = query.get('q')?.trim().slice(0, 200);
  const all = query.get('all') === '1';
  return {
    ...(status ? { status } : all || words ? {} : { open: true }),
    ...(kind && { kind }),
    ...(from !== null && { from }),
    ...(until !== null && { until: until + 86_400_000 }),
    ...(words && { words }),
    ...(query.get('undelivered') === '1' && { undelivered: true }),
  };
}

/** Every way to see contact details goes through here: written down first, cut to the role after. */
async function read(
  desk: Desk,
  visit: SignedVisit,
  action: 'list-requests' | 'export-requests',
  limit: number,
): Promise<readonly VisibleRequest[]> {
  const filter = readRequestFilter(desk, visit.query);
  const place = readPlace(visit.query.get('after'));
  const rows = await audited(desk, visit, action, null, () =>
    desk.staff.listRequests(filter, place, limit),
  );
  return rows.map((row) => visibleRequest(visit.account.role, row));
}

async function list(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const rows = await read(desk, visit, 'list-requests', PAGE + 1);
  return bookingsPage({
    rows: rows.slice(0, PAGE),
    more: rows.length > PAGE,
    first: !visit.query.has('after'),
    query: filterOf(visit.query),
    ...(await surroundings(desk, visit)),
  });
}

async function surroundings(desk: Desk, visit: SignedVisit) {
  const accounts = await desk.staff.listAccounts();
  const { content } = desk.guide();
  return {
    names: new Map(accounts.map(({ id, name }) => [id, name])),
    mayErase: may(visit.account.role, 'privacy'),
    answerLabel: (slot: string) => answerLabel(content, slot),
    now: visit.at,
    time: clinicTime(content.clinic.timeZone),
  };
}

async function find(
  desk: Desk,
  visit: SignedVisit,
  action: 'open-request' | 'calendar',
): Promise<VisibleRequest | undefined> {
  const id = visit.params.id ?? '';
  const found = await audited(desk, visit, action, id, () => desk.staff.findRequest(id));
  return found && visibleRequest(visit.account.role, found);
}

async function open(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const row = await find(desk, visit, 'open-request');
  return row ? bookingPage(row, await surroundings(desk, visit)) : missing;
}

async function move(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, at, form, params } = visit;
  const id = params.id ?? '';
  const status = oneOf(form.get('status'), labels.statuses);
  if (!status) return missing;
  const time = clinicTime(desk.guide().content.clinic.timeZone);
  const appointment = status === 'booked' ? time.fromInput(form.get('appointment') ?? '') : null;
  const step = { at, accountId: account.id, status };
  const done = await audited(desk, visit, 'request-moved', id, () =>
    desk.staff.moveRequest(id, step, appointment),
  );
  return done ? redirect(ownPath(form.get('back'), '/staff/bookings')) : missing;
}

/** Only a delivery of this very request: the id in the form must not reach another. */
async function retry(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const id = visit.params.id ?? '';
  const request = await desk.staff.findRequest(id);
  const wanted = visit.form.get('delivery');
  const delivery = request?.deliveries.find((one) => one.id === wanted);
  if (!delivery) return missing;
  await audited(desk, visit, 'delivery-retried', id, () =>
    desk.store.requeueDelivery(delivery.id, visit.at),
  );
  return redirect(ownPath(visit.form.get('back'), `/staff/bookings/${id}`));
}

async function table(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const rows = await read(desk, visit, 'export-requests', MOST);
  const time = clinicTime(desk.guide().content.clinic.timeZone);
  const cells = rows.map((row) => cellsOf(row, time));
  return csvFile('bookings.csv', [labels.bookings.columns, ...cells]);
}

function cellsOf(row: VisibleRequest, time: ReturnType<typeof clinicTime>): readonly string[] {
  const { request, status, appointmentAt, details } = row;
  return [
    request.reference,
    labels.requestKinds[request.kind],
    time.show(request.at),
    labels.statuses[status],
    request.name,
    request.phone ?? '',
    request.email ?? '',
    request.times ?? '',
    appointmentAt === null ? '' : time.show(appointmentAt),
    details === null
      ? ''
      : Object.entries(details)
          .map(([name, value]) => `${name}: ${value}`)
          .join('; '),
  ];
}

async function calendar(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const rows = await read(desk, visit, 'export-requests', MOST);
  return calendarFile(desk, visit, rows, 'bookings.ics');
}

async function oneInCalendar(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const row = await find(desk, visit, 'calendar');
  return row ? calendarFile(desk, visit, [row], `${row.request.reference}.ics`) : missing;
}

function calendarFile(
  desk: Desk,
  { at }: SignedVisit,
  rows: readonly VisibleRequest[],
  name: string,
): Answer {
  const { publicUrl } = desk.settings;
  const text = calendarOf(rows, { clinic: desk.guide().content.clinic.name, publicUrl, at });
  return { kind: 'file', name, type: 'text/calendar; charset=utf-8', text };
}
