import type { Content } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import { type EntryRow, missesOf, USE_DAYS } from '../entry-list.ts';
import type { labels } from '../labels/house.ts';
import { knowledgeLabels as text } from '../labels/knowledge.ts';
import { address, changed } from '../parts/address.ts';
import { type Chip, chips, moreFilters, searchBox } from '../parts/filters.ts';
import { select } from '../parts/forms.ts';
import { badge, stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { needsSignature, type ReviewedEntry } from '../reviewed.ts';
import { type Answer, page } from '../route.ts';

export interface EntryListView {
  /** Those that fit, in order. */
  readonly rows: readonly EntryRow[];
  readonly maySign: boolean;
  /** The filter alone. */
  readonly query: URLSearchParams;
  readonly content: Content;
  readonly time: ClinicTime;
}

export const KNOWLEDGE = '/staff/knowledge';

export function knowledgePage(view: EntryListView): Answer {
  const { rows, query, content } = view;
  const body = html`${searchBox(KNOWLEDGE, query, text.search, text.searchHint)}
${chips(KNOWLEDGE, query, text.chips, stateChips())}
${chips(
  KNOWLEDGE,
  query,
  text.sort,
  Object.entries(text.sorts).map(([sort, label]) => ({ label, set: { sort } })),
)}
${moreFilters(KNOWLEDGE, query, ['topic'], topicSelect(content, query), text.byTopic)}
${toSign(view)}
<p class="files"><a href="${address(`${KNOWLEDGE}/print`, changed(query, { sort: null }))}">${text.print}</a>
<a href="${KNOWLEDGE}/fixed">${text.fixed}</a></p>
<p class="hint">${text.count.replace('{count}', String(rows.length))} ${text.lead.replace('{days}', String(USE_DAYS))}</p>
${rows.length === 0 ? html`<p class="empty">${text.none}</p>` : rowsTable(view)}`;
  return page(text.title, body, { section: 'knowledge' });
}

function stateChips(): readonly Chip[] {
  return [
    { label: text.all, set: {} },
    ...Object.entries(text.states).map(([status, label]) => ({ label, set: { status } })),
    { label: text.waiting, set: { waiting: '1' } },
  ];
}

export function topicSelect(content: Content, query: URLSearchParams): Html {
  const topics = content.topics.map((topic) => ({ value: topic, label: topic }));
  return select(
    'topic',
    text.topic,
    [{ value: '', label: text.anyTopic }, ...topics],
    query.get('topic') ?? '',
  );
}

function toSign({ rows, maySign, query }: EntryListView): Html | false {
  const left = rows.filter(needsSignature);
  const [first] = left;
  if (!maySign || first === undefined) return false;
  return html`<p><a class="button" href="${entryAddress(first.entry.id, query)}">${text.signNext.replace('{count}', String(left.length))}</a></p>`;
}

/** One entry, with the filter of the list that one came from and what was just done. */
export function entryAddress(
  id: string,
  query: URLSearchParams,
  done: keyof typeof labels.done | null = null,
): string {
  return address(`${KNOWLEDGE}/${id}`, changed(query, { done }));
}

function rowsTable({ rows, query, time }: EntryListView): Html {
  return stackingTable(
    text.title,
    Object.values(text.columns),
    rows.map((row) => {
      const { entry, use, suggestions } = row;
      return [
        html`<a href="${entryAddress(entry.id, query)}">${entry.title}</a> <span class="marks">${stateBadges(row)}</span>`,
        entry.reviewed === null
          ? ''
          : html`${showDay(time, entry.reviewed)}, ${entry.reviewer ?? ''}`,
        entry.reviewDue === null ? '' : showDay(time, entry.reviewDue),
        use.shown,
        votes(use),
        missesOf(use) === 0 ? '' : missesOf(use),
        suggestions.length === 0 ? '' : suggestions.length,
      ];
    }),
  );
}

export function votes({ up, down }: EntryRow['use']): string {
  return [
    up > 0 && text.up.replace('{count}', String(up)),
    down > 0 && text.down.replace('{count}', String(down)),
  ]
    .filter(Boolean)
    .join(', ');
}

const LOOKS = { draft: 'quiet', changed: 'warn', overdue: 'warn', signed: 'good' } as const;

export function stateBadges({ state, waiting }: ReviewedEntry): readonly (Html | false)[] {
  return [
    badge(text.states[state], LOOKS[state]),
    waiting !== null &&
      (waiting.outdated
        ? badge(text.outdated, 'warn')
        : badge(
            waiting.proposal.kind === 'sign-off' ? text.signatureWaits : text.draftWaits,
            'good',
          )),
  ];
}

/** An ISO date of the content as the console shows dates. */
export function showDay(time: ClinicTime, date: string): string {
  const at = time.fromInput(date);
  return at === null ? date : time.showDate(at);
}
