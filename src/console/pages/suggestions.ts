import type { Content } from '../../core/guide.ts';
import type { Proposal, Suggestion } from '../../core/suggestion.ts';
import { type Html, html } from '../../html.ts';
import { writePlace } from '../filter.ts';
import { titleOf } from '../held.ts';
import { teachLabels } from '../labels/teach.ts';
import { address } from '../parts/address.ts';
import { action } from '../parts/forms.ts';
import { badge, stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

export interface SuggestionsView {
  /** Oldest first. */
  readonly open: readonly Suggestion[];
  readonly more: boolean;
  /** Last closed first. */
  readonly closed: readonly Suggestion[];
  /** Of staff, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly content: Content;
  readonly time: ClinicTime;
}

const PATH = '/staff/teach/suggestions';
const text = teachLabels.list;

export function suggestionsPage(view: SuggestionsView): Answer {
  const { open, more, closed } = view;
  const last = open.at(-1);
  const body = html`<p>${text.lead}</p>
<p class="files">${open.length > 0 && html`<a href="/staff/replay">${teachLabels.tryThem}</a>`}
<a href="/staff/teach/new">${text.write}</a> <a href="/staff/teach">${text.toLearn}</a></p>
${open.length === 0 ? html`<p class="empty">${text.none}</p>` : openTable(view)}
${more && last && html`<p><a href="${address(PATH, { after: writePlace(last) })}" rel="next">${text.newer}</a></p>`}
${closed.length > 0 && closedTable(view)}`;
  return page(text.title, body, { section: 'teach' });
}

function openTable(view: SuggestionsView): Html {
  const headings = [text.what, text.of, text.text, text.who, text.when, text.from, text.do];
  return stackingTable(
    text.open,
    headings,
    view.open.map((one) => [
      ...commonCells(view, one),
      view.time.show(one.at),
      fromCell(one),
      action(`/teach/suggestions/${one.id}/withdraw`, text.withdraw),
    ]),
  );
}

function closedTable(view: SuggestionsView): Html {
  const headings = [text.what, text.of, text.text, text.who, text.when, text.state];
  return stackingTable(
    text.closed,
    headings,
    view.closed.map((one) => [
      ...commonCells(view, one),
      view.time.show(one.closedAt ?? one.at),
      badge(teachLabels.states[one.state], one.state === 'applied' ? 'good' : 'quiet'),
    ]),
  );
}

function commonCells({ content, names }: SuggestionsView, { proposal, accountId }: Suggestion) {
  return [
    teachLabels.kinds[proposal.kind],
    titleOf(content, proposal),
    wordsOf(proposal),
    names.get(accountId) ?? accountId,
  ];
}

function wordsOf(proposal: Proposal): Html | string {
  switch (proposal.kind) {
    case 'phrasing':
    case 'test':
      return proposal.text;
    case 'draft':
      return html`<details><summary>${teachLabels.draft.answer}<span class="unseen">: ${proposal.title}</span></summary><p class="words">${proposal.body}</p>
<ul>${proposal.phrasings.map((phrasing) => html`<li>${phrasing}</li>`)}</ul></details>`;
    case 'sign-off':
      return teachLabels.signedBy
        .replace('{reviewer}', () => proposal.reviewer)
        .replace('{date}', proposal.reviewed);
    case 'mark-draft':
      return '';
  }
}

function fromCell({ from }: Suggestion): Html | string {
  if (from === null) return text.nowhere;
  const href = `/staff/conversations/${encodeURIComponent(from.conversation)}#turn-${from.turn}`;
  return html`<a href="${href}">${teachLabels.conversation}</a>`;
}
