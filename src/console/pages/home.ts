import type { ClinicRequest } from '../../core/conversation.ts';
import { type Html, html } from '../../html.ts';
import type { ListedConversation } from '../../storage/staff-store.ts';
import type { PendingDelivery } from '../../storage/store.ts';
import { labels } from '../labels/house.ts';
import { badge } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import type { ReviewState } from '../reviewed.ts';
import { type Answer, page } from '../route.ts';

export interface HomeFigures {
  readonly now: number;
  readonly time: ClinicTime;
  readonly requests: {
    readonly count: number;
    readonly first: readonly {
      readonly id: string;
      readonly reference: string;
      readonly kind: ClinicRequest['kind'];
      readonly at: number;
    }[];
  };
  readonly deliveries: { readonly dead: number; readonly waiting: readonly PendingDelivery[] };
  /** Null for those who may not open transcripts. */
  readonly conversations: {
    readonly urgent: number;
    readonly unanswered: number;
    readonly thumbsDown: number;
    readonly mine: number;
    readonly first: readonly ListedConversation[];
  } | null;
  /** Questions to learn from; null for those who may not teach. */
  readonly toLearn: number | null;
  readonly content: Readonly<Record<Exclude<ReviewState, 'signed'>, number>> | null;
}

const text = labels.home;

export function homePage(figures: HomeFigures): Answer {
  const body = html`<div data-live="/staff/now" data-every="20">${nowPart(figures)}</div>`;
  return page(text.title, body, { section: 'home' });
}

/** The live part. Most pressing first. */
export function nowPart(figures: HomeFigures): Html {
  const { conversations, requests, deliveries, toLearn, content } = figures;
  return html`<div class="cards">
${conversations && urgentCard(figures, conversations)}
${requestsCard(figures, requests)}
${deliveriesCard(figures, deliveries)}
${
  conversations &&
  card(
    text.unanswered,
    conversations.unanswered,
    '/staff/conversations?unanswered=1&reviewed=no',
    'warn',
  )
}
${
  conversations &&
  card(text.thumbsDown, conversations.thumbsDown, '/staff/conversations?down=1&reviewed=no', 'warn')
}
${toLearn !== null && card(text.toLearn, toLearn, '/staff/teach', 'warn')}
${conversations && card(text.mine, conversations.mine, '/staff/conversations?mine=1&reviewed=no', 'quiet')}
${content && contentCard(content)}
</div>
<p class="hint">${text.asOf.replace('{time}', figures.time.show(figures.now))}</p>`;
}

type Look = 'alert' | 'warn' | 'quiet';

/**
 * One matter: how many, what, and the list of them. Nothing to do looks like nothing to do. What has
 * no end is counted up to a hundred.
 */
function card(
  title: string,
  count: number,
  href: string | null,
  look: Look,
  more?: Html,
  shown = href !== null && count > 100 ? text.many : String(count),
): Html {
  const heading = html`<span class="count">${shown}</span> <span class="title">${title}</span>`;
  return html`<section class="card ${count === 0 ? 'calm' : look}">
<h2>${href !== null && count > 0 ? html`<a href="${href}">${heading}</a>` : heading}</h2>
${count > 0 && more}
</section>`;
}

function urgentCard(
  { now, time }: HomeFigures,
  { urgent, first }: NonNullable<HomeFigures['conversations']>,
): Html {
  const list = html`<ul>${first.map(
    (
      one,
    ) => html`<li><a href="/staff/conversations/${encodeURIComponent(one.id)}">${one.opening ?? text.noWords}</a>
${one.urgency && badge(labels.urgency[one.urgency], 'alert')} <span class="when">${time.showShort(one.lastAt, now)}</span></li>`,
  )}</ul>`;
  return card(text.urgent, urgent, '/staff/conversations?urgent=1&reviewed=no', 'alert', list);
}

function requestsCard({ now, time }: HomeFigures, { count, first }: HomeFigures['requests']): Html {
  const list = html`<ul>${first.map(
    ({ id, reference, kind, at }) => html`<li><a href="/staff/bookings/${id}">${reference}</a>
${badge(labels.requestKinds[kind])} <span class="when">${time.showShort(at, now)}</span></li>`,
  )}</ul>`;
  return card(text.requests, count, '/staff/bookings?status=new', 'warn', list);
}

function deliveriesCard(
  { now, time }: HomeFigures,
  { dead, waiting }: HomeFigures['deliveries'],
): Html {
  const list = html`<ul>${waiting.map(
    (
      one,
    ) => html`<li>${one.reference} ${badge(one.dead ? text.givenUp : text.retrying, one.dead ? 'alert' : 'warn')}
<span class="when">${time.showShort(one.createdAt, now)}</span></li>`,
  )}</ul>`;
  const href = dead > 0 ? '/staff/bookings?undelivered=1' : null;
  return card(text.deliveries, waiting.length, href, dead > 0 ? 'alert' : 'warn', list);
}

function contentCard({ draft, changed, overdue }: NonNullable<HomeFigures['content']>): Html {
  const one = (title: string, count: number, status: ReviewState, look: Look) =>
    card(title, count, `/staff/knowledge?status=${status}`, look, undefined, String(count));
  return html`${one(text.drafts, draft, 'draft', 'quiet')}${one(text.overdue, overdue, 'overdue', 'warn')}
${changed > 0 && one(text.changed, changed, 'changed', 'warn')}`;
}
