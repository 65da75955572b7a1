import { html } from '../../html.ts';
import type { Account, AuditRow } from '../../storage/staff-store.ts';
import { oneOf } from '../filter.ts';
import { labels } from '../labels/house.ts';
import { address, changed } from '../parts/address.ts';
import { moreFilters } from '../parts/filters.ts';
import { field, select } from '../parts/forms.ts';
import { stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

export interface AuditView {
  readonly rows: readonly AuditRow[];
  readonly more: boolean;
  readonly query: URLSearchParams;
  readonly accounts: readonly Account[];
  readonly time: ClinicTime;
}

const PATH = '/staff/audit';
const text = labels.auditPage;

export function auditPage({ rows, more, query, accounts, time }: AuditView): Answer {
  const name = (id: string) => accounts.find((one) => one.id === id)?.name ?? id;
  const any = { value: '', label: labels.conversations.any };
  const actions = Object.entries(labels.audit).map(([value, label]) => ({ value, label }));
  const people = accounts.map((one) => ({ value: one.id, label: one.name }));
  const fields = html`${select('action', text.action, [any, ...actions], query.get('action') ?? '')}
${select('actor', text.actor, [any, ...people], query.get('actor') ?? '')}
${field({ name: 'subject', label: text.subject, value: query.get('subject') ?? '' })}`;
  const columns = [text.number, text.when, text.actor, text.action, text.subject, text.outcome];
  const last = rows.at(-1);
  const older = more && last && address(PATH, changed(query, { after: last.sequence }));
  const body = html`<p>${text.lead}</p>
${moreFilters(PATH, query, ['action', 'actor', 'subject'], fields)}
${stackingTable(
  text.title,
  columns,
  rows.map((row) => [
    row.sequence,
    time.show(row.at),
    name(row.actor),
    labels.audit[oneOf(row.action, labels.audit) ?? 'unknown'],
    row.subject === null ? '' : name(row.subject),
    labels.outcomes[row.outcome],
  ]),
)}
<nav class="paging" aria-label="${labels.paging.title}">${older && html`<a href="${older}" rel="next">${labels.paging.older}</a>`}</nav>`;
  return page(text.title, body, { section: 'audit' });
}
