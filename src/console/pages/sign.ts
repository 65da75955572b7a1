import { type Html, html } from '../../html.ts';
import { knowledgeLabels } from '../labels/knowledge.ts';
import { address } from '../parts/address.ts';
import {
  action,
  button,
  field,
  hidden,
  type Problems,
  postForm,
  problemSummary,
} from '../parts/forms.ts';
import type { ClinicTime } from '../parts/when.ts';
import type { ReviewedEntry } from '../reviewed.ts';
import type { TypedSignature } from '../signing.ts';
import { showDay } from './knowledge.ts';

export interface SignView {
  /** Null for those who may not sign. */
  readonly form: { readonly name: string; readonly typed: TypedSignature } | null;
  readonly version: string;
  readonly problems: Problems;
  /** The id of the next one to sign in the list that one came from. */
  readonly next: string | null;
  /** How many are to be signed there. */
  readonly left: number;
  /** The filter of that list. */
  readonly query: URLSearchParams;
  readonly time: ClinicTime;
}

const text = knowledgeLabels.sign;

/** What waits for an entry, and the form that signs it. */
export function signPart(row: ReviewedEntry, view: SignView): Html {
  const { entry, waiting } = row;
  const title = entry.status === 'signed' ? text.again : text.title;
  const isSettled = waiting?.proposal.kind === 'sign-off' && !waiting.outdated;
  return html`<section class="sign" aria-labelledby="sign">
<h2 id="sign">${title}</h2>
${waitingPart(row, view)}
${!isSettled && formPart(row, view)}
${backPart(row, view)}
</section>`;
}

function waitingPart({ waiting }: ReviewedEntry, { time }: SignView): Html | false {
  if (waiting === null) return false;
  const { proposal, outdated } = waiting;
  if (proposal.kind === 'mark-draft') return html`<p>${text.waitsDraft} ${tryThem}</p>`;
  const told = (outdated ? text.outdated : text.waits)
    .replace('{date}', showDay(time, proposal.reviewed))
    .replace('{due}', proposal.reviewDue === null ? '–' : showDay(time, proposal.reviewDue))
    .replace('{reviewer}', () => proposal.reviewer);
  return outdated ? html`<p class="problem">${told}</p>` : html`<p>${told} ${tryThem}</p>`;
}

const tryThem = html`<a href="/staff/replay">${text.tryThem}</a>`;

function formPart({ entry }: ReviewedEntry, view: SignView): Html {
  const { form, problems, version, next, left, query } = view;
  if (form === null) return html`<p class="hint">${text.only}</p>`;
  const { name, typed } = form;
  return html`${problemSummary(problems)}
${postForm(
  address(`/knowledge/${entry.id}/sign`, Object.fromEntries(query)),
  html`${hidden('version', version)}<p>${text.statement}</p>
<p>${text.as.replace('{name}', () => name)}</p>
${field({ name: 'registration', label: text.registration, hint: text.registrationHint, value: typed.registration, required: true, maxlength: 150 }, problems)}
${field({ name: 'reviewed', label: text.reviewed, type: 'date', value: typed.reviewed, required: true }, problems)}
${field({ name: 'reviewDue', label: text.due, hint: text.dueHint, type: 'date', value: typed.reviewDue, required: true }, problems)}
<div class="inline">${
    next === null
      ? button(text.submit)
      : html`<button name="to" value="next" class="main">${text.submitNext}</button>${button(text.submit, 'plain')}`
  }</div>
<p class="hint">${text.left.replace('{count}', String(left))}</p>`,
)}`;
}

/** What is in the file, or waits to be, can be taken back; a draft cannot. */
function backPart({ entry, waiting }: ReviewedEntry, { query }: SignView): Html | false {
  const path = address(`/knowledge/${entry.id}/draft`, Object.fromEntries(query));
  if (waiting?.proposal.kind === 'sign-off') return action(path, text.back, {}, 'grave');
  if (waiting !== null || entry.status === 'draft') return false;
  return action(path, text.markDraft, {}, 'grave');
}
