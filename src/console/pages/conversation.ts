import type { Decision } from '../../core/conversation.ts';
import type { Content } from '../../core/guide.ts';
import type { Suggestion } from '../../core/suggestion.ts';
import { type Html, html } from '../../html.ts';
import type {
  Account,
  Correction,
  ListedConversation,
  Note,
  TurnRecord,
} from '../../storage/staff-store.ts';
import type { TranscriptLine } from '../../storage/store.ts';
import { titleOf } from '../held.ts';
import { exportsLabels } from '../labels/exports.ts';
import { labels } from '../labels/house.ts';
import { privacyLabels } from '../labels/privacy.ts';
import { teachLabels } from '../labels/teach.ts';
import { entryTitle } from '../naming.ts';
import { address, changed } from '../parts/address.ts';
import { action, button, hidden, postForm, select } from '../parts/forms.ts';
import { drawMarkdown } from '../parts/markdown.ts';
import { badge } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import type { VisibleRequest } from '../requests.ts';
import { type Answer, page } from '../route.ts';
import { writeTurn } from '../teaching.ts';
import { whyPart } from './why.ts';

export interface TurnView {
  readonly record: TurnRecord;
  readonly lines: readonly TranscriptLine[];
}

export interface ConversationView {
  readonly listed: ListedConversation;
  readonly turns: readonly TurnView[];
  /** The last line shown, when there are more. */
  readonly more: number | null;
  /** Takes personal details out, unless they were asked for. */
  readonly hide: (text: string) => string;
  readonly details: boolean;
  readonly notes: readonly Note[];
  readonly corrections: readonly Correction[];
  /** What was made of its questions, and not withdrawn. */
  readonly suggestions: readonly Suggestion[];
  /** Whether questions may be made suggestions. */
  readonly teaches: boolean;
  readonly requests: readonly VisibleRequest[];
  readonly staff: readonly Account[];
  /** Whether a person may be found and erased from here. */
  readonly mayErase: boolean;
  readonly neighbours: { readonly older: string | null; readonly newer: string | null };
  readonly query: URLSearchParams;
  readonly content: Content;
  readonly now: number;
  readonly time: ClinicTime;
}

const text = labels.conversation;

export function conversationPage(view: ConversationView): Answer {
  const { listed, turns, more, query } = view;
  const path = pathOf(listed.id);
  const next = more !== null && address(path, changed(query, { line: more }));
  const body = html`${tools(view)}
<div class="talk">${turns.map((turn) => turnPart(view, turn))}</div>
${next !== false && html`<p><a href="${next}">${text.more}</a></p>`}
${notesPart(view)}
${turns.length > 1 && html`<div class="tools">${reviewAction(view)}</div>`}
${seldom(view)}
<p class="hint keys" data-keys hidden>${text.keys} <button type="button" class="plain" data-keys-toggle aria-pressed="true">${labels.conversations.keysToggle}</button></p>`;
  return page(text.title.replace('{time}', view.time.show(listed.startedAt)), body, {
    section: 'conversations',
  });
}

function pathOf(id: string): string {
  return `/staff/conversations/${encodeURIComponent(id)}`;
}

/** Back to the list and to its neighbours; reviewed, assigned, details. */
function tools(view: ConversationView): Html {
  const { listed, neighbours, query, staff, details } = view;
  const { id } = listed;
  const link = (to: string | null, rel: string, label: string) =>
    to !== null &&
    html`<a href="${address(pathOf(to), changed(query, {}))}" rel="${rel}">${label}</a>`;
  const list = address('/staff/conversations', changed(query, {}));
  const here = address(pathOf(id), changed(query, {}));
  const post = (verb: string) => `/conversations/${encodeURIComponent(id)}/${verb}`;
  const marked = marks(view).filter((mark) => mark !== false);
  const people = staff.filter(
    ({ disabledAt, role }) => disabledAt === null && may(role, 'transcripts'),
  );
  return html`<nav class="paging" aria-label="${text.around}"><a href="${list}" rel="up">${text.list}</a>
${link(neighbours.newer, 'prev', text.newer)}
${link(neighbours.older, 'next', text.older)}</nav>
<div class="tools">
${marked.length > 0 && html`<p class="marks">${marked}</p>`}
<div data-review>${reviewAction(view)}</div>
${postForm(
  post('assign'),
  html`${select(
    'to',
    text.assign,
    [
      { value: '', label: text.nobody },
      ...people.map((one) => ({ value: one.id, label: one.name })),
    ],
    listed.assignedTo ?? '',
  )}${hidden('back', here)}${button(text.assignDo, 'plain')}`,
  'inline',
)}
${
  details
    ? html`<p class="hint">${text.shown} <a href="${here}">${text.hideDetails}</a></p>`
    : action(address(post('details'), changed(query, {})), text.showDetails)
}
</div>
${view.requests.length > 0 && requestsPart(view)}`;
}

/** Marks it as reviewed and leads on to the next one, or takes the mark back and stays. */
function reviewAction({ listed, neighbours, query }: ConversationView): Html {
  const verb = `/conversations/${encodeURIComponent(listed.id)}/reviewed`;
  const to = (path: string) => address(path, changed(query, {}));
  if (listed.reviewed) {
    const back = to(pathOf(listed.id));
    return action(verb, labels.conversations.unreview, { reviewed: 'no', back }, 'plain');
  }
  const { older } = neighbours;
  const back = to(older === null ? '/staff/conversations' : pathOf(older));
  return action(verb, text.reviewAndNext, { reviewed: 'yes', back }, 'main');
}

function marks(view: ConversationView): readonly (Html | false)[] {
  const { listed, staff, time } = view;
  const by = staff.find(({ id }) => id === listed.reviewedBy)?.name ?? listed.reviewedBy;
  return [
    listed.urgency !== null &&
      jump(view, ({ kind }) => kind === 'urgent', badge(labels.urgency[listed.urgency], 'alert')),
    listed.unanswered > 0 &&
      jump(
        view,
        ({ kind }) => kind === 'unknown',
        badge(labels.conversations.unansweredMark, 'warn'),
      ),
    listed.thumbsDown > 0 &&
      jump(
        view,
        (one) => one.kind === 'vote' && !one.helpful,
        badge(labels.conversations.thumbsDownMark, 'warn'),
      ),
    listed.reviewedAt !== null &&
      html`<span class="hint">${(listed.reviewed ? text.reviewedBy : text.reviewedBefore)
        .replace('{name}', by ?? '')
        .replace('{time}', time.show(listed.reviewedAt))}</span>`,
  ];
}

/** A mark leads to the first turn it stands for, when that turn is on this page. */
function jump({ turns }: ConversationView, fits: (one: Decision) => boolean, mark: Html): Html {
  const turn = turns.find(({ record }) => fits(record.decision));
  return turn === undefined ? mark : html`<a href="#turn-${turn.record.turn}">${mark}</a>`;
}

function requestsPart({ requests }: ConversationView): Html {
  return html`<p>${text.requests} ${requests.map(
    ({ id, request, status }) =>
      html`<a href="/staff/bookings/${id}">${request.reference}</a> ${badge(labels.statuses[status])} `,
  )}</p>`;
}

/** One turn: on the left what was said, on the right why. */
function turnPart(view: ConversationView, { record, lines }: TurnView): Html {
  const correction = view.corrections.find(({ turn }) => turn === record.turn) ?? null;
  const path = address(
    `${pathOf(view.listed.id)}/turns/${record.turn}/correct`,
    changed(view.query, {}),
  );
  return html`<section class="turn" id="turn-${record.turn}" aria-label="${text.turn.replace('{number}', String(record.turn))}">
<div class="said">${lines.map((line) => linePart(view, line))}</div>
<div class="why">${whyPart(view, record)}
${
  correction !== null &&
  html`<p class="problem">${correction.entry === null ? text.markedNone : text.markedRight.replace('{entry}', entryTitle(view.content, correction.entry))}</p>`
}
${taughtPart(view, record)}
${isCorrectable(record) && html`<p class="files"><a href="${path}">${correction === null ? text.wrong : text.changeMark}</a>${teachLink(view, { record, lines })}</p>`}
</div>
</section>`;
}

function taughtPart({ suggestions, content }: ConversationView, { turn }: TurnRecord) {
  return suggestions
    .filter(({ from }) => from?.turn === turn)
    .map(({ proposal, state }) => {
      const kind = teachLabels.kinds[proposal.kind];
      const told = text.taught
        .replace('{kind}', kind)
        .replace('{title}', () => titleOf(content, proposal));
      return html`<p>${told} ${badge(teachLabels.states[state], state === 'applied' ? 'good' : 'quiet')}</p>`;
    });
}

/** Only words can be taught. */
function teachLink(
  { teaches, listed }: ConversationView,
  { record, lines }: TurnView,
): Html | false {
  const written = lines.some((line) => line.from === 'visitor' && line.message.kind === 'text');
  if (!teaches || !written) return false;
  const turn = writeTurn({ conversation: listed.id, turn: record.turn });
  const path = address('/staff/teach/question', { turn, to: 'conversation' });
  return html` <a href="${path}">${text.teach}</a>`;
}

/** Marks are for answers to questions; a greeting or a step of a dialog has none to be wrong. */
function isCorrectable({ decision }: TurnRecord): boolean {
  return !['welcome', 'vote', 'private'].includes(decision.kind);
}

/** What one side said, as the patient saw it. */
export function linePart(
  { hide, time, listed }: Pick<ConversationView, 'hide' | 'time' | 'listed'>,
  line: TranscriptLine,
): Html {
  const shown = time.showBeside(line.at, listed.startedAt);
  const clock = html`<time datetime="${new Date(line.at).toISOString()}">${shown}</time>`;
  if (line.from === 'visitor') {
    return html`<div class="bubble visitor"><p class="meta">${text.visitor} · ${clock}</p>${visitorWords(hide, line)}</div>`;
  }
  const { reply } = line;
  return html`<div class="bubble assistant ${reply.kind}"><p class="meta">${text.assistant} · ${clock}${reply.draft && html` · ${text.draft}`}</p>
${drawMarkdown(hide(reply.text))}
${
  reply.footnotes.length > 0 &&
  html`<ol class="footnotes">${reply.footnotes.map((note) => html`<li value="${note.number}">${note.text}</li>`)}</ol>`
}
${reply.choices.length > 0 && html`<p class="choices">${text.offered} ${reply.choices.map((choice) => html`<span>${hide(choice)}</span> `)}</p>`}
</div>`;
}

function visitorWords(
  hide: ConversationView['hide'],
  { message }: Extract<TranscriptLine, { from: 'visitor' }>,
): Html {
  switch (message.kind) {
    case 'text':
      return html`<p class="words">${hide(message.text)}</p>`;
    case 'join':
      return html`<p class="hint">${text.joined}</p>`;
    case 'start':
      return html`<p class="hint">${text.started.replace('{flow}', () => message.flow)}</p>`;
    case 'vote':
      return html`<p class="hint">${message.helpful ? text.votedUp : text.votedDown}</p>`;
  }
}

/** What is seldom done with a conversation. */
function seldom({ listed: { id }, mayErase }: ConversationView): Html {
  return html`<div class="tools">
<a class="button plain" href="${address('/staff/export', { conversation: id })}">${exportsLabels.oneLink}</a>
${mayErase && action('/privacy/find', privacyLabels.find.person, { kind: 'conversation', value: id })}
</div>`;
}

function notesPart({ notes, staff, listed, query, time }: ConversationView): Html {
  const name = (id: string) => staff.find((one) => one.id === id)?.name ?? id;
  const here = address(pathOf(listed.id), changed(query, {}));
  return html`<section class="notes"><h2>${text.notes}</h2>
${notes.map((note) => html`<div class="note"><p class="meta">${name(note.accountId)} · ${time.show(note.at)}</p><p class="words">${note.text}</p></div>`)}
${postForm(
  `/conversations/${encodeURIComponent(listed.id)}/notes`,
  html`<div class="field"><label for="note">${text.addNote}</label>
<textarea id="note" name="note" rows="3" maxlength="4000" required></textarea></div>${hidden('back', here)}${button(text.saveNote, 'plain')}`,
)}
</section>`;
}
