import type { ListedConversation } from '../../storage/staff-store.ts';
import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { filterOf, readFilter, readPlace } from '../filter.ts';
import { conversationsPage } from '../pages/conversations.ts';
import { ownPath } from '../parts/address.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { redactor } from '../redaction.ts';
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

/** The list, and what is done to one conversation from there or from its own page. */
export function conversationsRoutes(desk: Desk): readonly Route[] {
  const access = needs('transcripts');
  return [
    route({
      method: 'GET',
      path: '/conversations',
      access,
      handle: (visit) => list(desk, visit),
    }),
    route({
      method: 'POST',
      path: '/conversations/:id/reviewed',
      access,
      handle: (visit) => setReviewed(desk, visit),
    }),
    route({
      method: 'POST',
      path: '/conversations/:id/assign',
      access,
      handle: (visit) => assign(desk, visit),
    }),
  ];
}

async function list(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { content } = desk.guide();
  const time = clinicTime(content.clinic.timeZone);
  const filter = readFilter(visit.query, content, time, visit.account.id);
  const place = readPlace(visit.query.get('after'));
  // One more than is shown tells whether there is a next page.
  const rows = await desk.staff.listConversations(filter, place, PAGE + 1);
  const accounts = await desk.staff.listAccounts();
  return conversationsPage({
    rows: rows.slice(0, PAGE).map((row) => masked(desk, row)),
    more: rows.length > PAGE,
    query: filterOf(visit.query),
    first: place === null,
    names: new Map(accounts.map(({ id, name }) => [id, name])),
    content,
    now: visit.at,
    time,
  });
}

/** Names given in a request are not masked here: they are seldom among the first words. */
function masked(desk: Desk, row: ListedConversation): ListedConversation {
  const hide = redactor(desk.guide().content, []);
  return { ...row, opening: row.opening && hide(row.opening) };
}

async function setReviewed(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { at, account, form, params } = visit;
  const id = params.id ?? '';
  const reviewed = form.get('reviewed') !== 'no';
  const done = await audited(desk, visit, reviewed ? 'reviewed' : 'unreviewed', id, () =>
    desk.staff.setReviewed(id, account.id, at, reviewed),
  );
  return done ? redirect(ownPath(form.get('back'), '/staff/conversations')) : missing;
}

/** Nobody is given what they may not open. */
async function mayTake(desk: Desk, id: string): Promise<boolean> {
  const account = await desk.staff.findAccount(id);
  return account?.disabledAt === null && may(account.role, 'transcripts');
}

async function assign(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form, params } = visit;
  const id = params.id ?? '';
  const to = form.get('to') || null;
  if (to !== null && !(await mayTake(desk, to))) return missing;
  const done = await audited(desk, visit, 'assigned', id, () => desk.staff.assign(id, to));
  return done ? redirect(ownPath(form.get('back'), '/staff/conversations')) : missing;
}
