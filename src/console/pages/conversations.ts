import type { Content } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import type { ListedConversation } from '../../storage/staff-store.ts';
import { writePlace } from '../filter.ts';
import { exportsLabels } from '../labels/exports.ts';
import { labels } from '../labels/house.ts';
import { address, changed } from '../parts/address.ts';
import { chips, moreFilters, searchBox } from '../parts/filters.ts';
import { action, field, select } from '../parts/forms.ts';
import { badge } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

export interface ConversationList {
  readonly rows: readonly ListedConversation[];
  readonly more: boolean;
  /** The filter as it stands in the address. */
  readonly query: URLSearchParams;
  readonly first: boolean;
  /** Names of staff by account id. */
  readonly names: ReadonlyMap<string, string>;
  readonly content: Content;
  readonly now: number;
  readonly time: ClinicTime;
}

const PATH = '/staff/conversations';
const text = labels.conversations;

export function conversationsPage(list: ConversationList): Answer {
  const { rows, query } = list;
  const body = html`${searchBox(PATH, query, text.search, text.searchHint)}
${chips(PATH, query, text.chips, [
  { label: text.all, set: {} },
  { label: text.urgent, set: { urgent: '1' } },
  { label: text.unanswered, set: { unanswered: '1' } },
  { label: text.thumbsDown, set: { down: '1' } },
  { label: text.booked, set: { booked: '1' } },
  { label: text.unreviewed, set: { reviewed: 'no' } },
  { label: text.mine, set: { mine: '1' } },
])}
${filters(list)}
${rows.length === 0 ? html`<p class="empty">${text.none}</p>` : html`<ol class="rows" data-rows>${rows.map((row) => rowOf(list, row))}</ol>`}
${paging(list)}
<p class="files"><a href="${address('/staff/export', changed(query, {}))}">${exportsLabels.link}</a></p>
<p class="hint keys" data-keys hidden>${text.keys} <button type="button" class="plain" data-keys-toggle aria-pressed="true">${text.keysToggle}</button></p>`;
  return page(text.title, body, { section: 'conversations' });
}

function filters({ query, content }: ConversationList): Html {
  const any = { value: '', label: text.any };
  const choices = (table: Readonly<Record<string, string>>) => [
    any,
    ...Object.entries(table).map(([value, label]) => ({ value, label })),
  ];
  const topics = content.topics.map((topic) => ({ value: topic, label: topic }));
  const value = (name: string) => query.get(name) ?? '';
  const fields = html`
${select('ending', text.ending, choices(labels.endings), value('ending'))}
${select('topic', text.topic, [any, ...topics], value('topic'))}
${select('channel', text.channel, choices(labels.channels), value('channel'))}
${select('reviewed', text.reviewedFilter, choices(text.reviewedChoices), value('reviewed'))}
${field({ name: 'from', label: text.from, type: 'date', value: value('from') })}
${field({ name: 'until', label: text.until, type: 'date', value: value('until') })}`;
  return moreFilters(
    PATH,
    query,
    ['ending', 'topic', 'channel', 'reviewed', 'from', 'until'],
    fields,
  );
}

function rowOf({ query, names, now, time }: ConversationList, row: ListedConversation): Html {
  const link = address(`${PATH}/${encodeURIComponent(row.id)}`, changed(query, {}));
  const back = address(PATH, changed(query, {}));
  const { assignedTo } = row;
  return html`<li class="row${row.reviewed && ' done'}" data-row>
<div class="what"><a href="${link}" data-open>${row.opening ?? text.noWords}</a>
<p class="marks">${row.urgency && badge(labels.urgency[row.urgency], 'alert')}${row.unanswered > 0 && badge(text.unansweredMark, 'warn')}${row.thumbsDown > 0 && badge(text.thumbsDownMark, 'warn')}${row.booked && badge(text.bookedMark, 'good')}${row.reviewed && badge(text.reviewedMark, 'good')}</p>
<p class="meta"><time datetime="${new Date(row.lastAt).toISOString()}">${time.showShort(row.lastAt, now)}</time> · ${labels.channels[row.channel]} · ${text.turns.replace('{count}', String(row.turns))}${assignedTo !== null && html` · ${text.with.replace('{name}', names.get(assignedTo) ?? assignedTo)}`}</p></div>
<div class="do" data-review>${action(
    `/conversations/${encodeURIComponent(row.id)}/reviewed`,
    row.reviewed ? text.unreview : text.review,
    { reviewed: row.reviewed ? 'no' : 'yes', back },
  )}</div>
</li>`;
}

function paging({ rows, more, first, query }: ConversationList): Html {
  const last = rows.at(-1);
  const next =
    more && last
      ? address(PATH, changed(query, { after: writePlace({ at: last.lastAt, id: last.id }) }))
      : null;
  return html`<nav class="paging" aria-label="${labels.paging.title}">
${!first && html`<a href="${address(PATH, changed(query, {}))}">${labels.paging.newest}</a>`}
${next !== null && html`<a href="${next}" rel="next">${labels.paging.older}</a>`}
</nav>`;
}
