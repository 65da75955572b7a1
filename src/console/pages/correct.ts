import type { Content } from '../../core/guide.ts';
import { html } from '../../html.ts';
import type { Correction, TurnRecord } from '../../storage/staff-store.ts';
import { candidatesOf } from '../candidates.ts';
import { labels } from '../labels/house.ts';
import { entryTitle } from '../naming.ts';
import { address, changed } from '../parts/address.ts';
import { button, hidden, postForm, radios, select } from '../parts/forms.ts';
import { type Answer, page } from '../route.ts';
import { whyPart } from './why.ts';

export interface CorrectView {
  readonly conversation: string;
  readonly record: TurnRecord;
  readonly correction: Correction | null;
  readonly query: URLSearchParams;
  /** Whether the question may be made a suggestion at once. */
  readonly teaches: boolean;
  readonly hide: (text: string) => string;
  readonly content: Content;
}

const text = labels.correct;

/** "This was wrong": the runners-up first, then every entry, or none of them. */
export function correctPage(view: CorrectView): Answer {
  const { record, correction, content, query, conversation, hide } = view;
  const path = `/conversations/${encodeURIComponent(conversation)}`;
  const asked = record.why?.parts.map((part) => hide(part.text)) ?? [];
  const right = correction === null ? 'none' : (correction.entry ?? 'none');
  const nearest = candidatesOf(record);
  const near = nearest.map((id) => ({ value: id, label: entryTitle(content, id) }));
  const keep = correction === null ? [] : [{ value: 'keep', label: text.keep }];
  const all = [...content.entries.values()]
    .map(({ id, title }) => ({ value: id, label: title }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const elsewhere = nearest.includes(right) || right === 'none' ? '' : right;
  const body = html`${asked.map((question) => html`<blockquote>${question}</blockquote>`)}
${whyPart(view, record)}
${postForm(
  `${path}/turns/${record.turn}/correct`,
  html`${radios('right', text.right, [...near, { value: 'none', label: text.none }, ...keep], elsewhere === '' ? right : 'none')}
${select('entry', text.other, [{ value: '', label: text.choose }, ...all], elsewhere)}
${hidden('back', address(`/staff${path}`, changed(query, {})))}
<div class="inline">${button(text.submit)}
${
  view.teaches &&
  html`<button name="teach" value="phrasing" class="plain">${text.thenPhrasing}</button>
<button name="teach" value="test" class="plain">${text.thenTest}</button>`
}</div>`,
)}`;
  return page(text.title, body, { section: 'conversations' });
}
