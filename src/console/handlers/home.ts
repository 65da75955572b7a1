import type { Desk } from '../dependencies.ts';
import { readMissed } from '../missed.ts';
import { type HomeFigures, homePage, nowPart } from '../pages/home.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { redactor } from '../redaction.ts';
import { clinicDate, type ReviewState, reviewStateOf } from '../reviewed.ts';
import { needs, type Route, route, type SignedVisit } from '../route.ts';

/** Counted up to here; beyond, "more than" is enough to know. */
const MOST = 100;
const SHOWN = 5;

/** What needs somebody now. The page fetches its own part again while it is open. */
export function homeRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      access: needs('home'),
      handle: async (visit) => homePage(await figuresFor(desk, visit)),
    }),
    route({
      method: 'GET',
      path: '/now',
      access: needs('home'),
      quiet: true,
      handle: async (visit) => ({ kind: 'fragment', body: nowPart(await figuresFor(desk, visit)) }),
    }),
  ];
}

async function figuresFor(desk: Desk, visit: SignedVisit): Promise<HomeFigures> {
  const { role } = visit.account;
  const { content } = desk.guide();
  const [requests, deliveries] = [await newRequests(desk), await delivery(desk)];
  return {
    now: visit.at,
    time: clinicTime(content.clinic.timeZone),
    requests,
    deliveries,
    conversations: may(role, 'transcripts') ? await conversations(desk, visit) : null,
    toLearn: may(role, 'teach') ? (await readMissed(desk, visit.at, MOST + 1)).length : null,
    content: may(role, 'content') ? reviewState(desk, visit.at) : null,
  };
}

/** References only: the page fetches itself again and again, and names would each time be a look. */
async function newRequests(desk: Desk) {
  const count = await desk.staff.countRequests({ status: 'new' }, MOST + 1);
  const first = await desk.staff.listRequests({ status: 'new' }, null, SHOWN);
  return {
    count,
    first: first.map(({ id, request: { reference, kind, at } }) => ({ id, reference, kind, at })),
  };
}

async function delivery(desk: Desk) {
  const pending = await desk.store.listPendingDeliveries(MOST);
  const tried = pending.filter(({ dead, attempts }) => dead || attempts > 0);
  return { dead: pending.filter(({ dead }) => dead).length, waiting: tried.slice(0, SHOWN) };
}

async function conversations(desk: Desk, visit: SignedVisit) {
  const { staff } = desk;
  const urgent = { urgent: true, reviewed: false };
  const unanswered = { unanswered: true, reviewed: false };
  const thumbsDown = { thumbsDown: true, reviewed: false };
  const mine = { assignedTo: visit.account.id, reviewed: false };
  const hide = redactor(desk.guide().content, []);
  const first = await staff.listConversations(urgent, null, SHOWN);
  return {
    urgent: await staff.countConversations(urgent, MOST + 1),
    unanswered: await staff.countConversations(unanswered, MOST + 1),
    thumbsDown: await staff.countConversations(thumbsDown, MOST + 1),
    mine: await staff.countConversations(mine, MOST + 1),
    first: first.map((one) => ({ ...one, opening: one.opening && hide(one.opening) })),
  };
}

function reviewState(desk: Desk, at: number) {
  const today = clinicDate(desk, at);
  const entries = [...desk.guide().content.entries.values()];
  const states = entries.map((entry) => reviewStateOf(desk, entry, today));
  const count = (wanted: ReviewState) => states.filter((state) => state === wanted).length;
  return { draft: count('draft'), changed: count('changed'), overdue: count('overdue') };
}
