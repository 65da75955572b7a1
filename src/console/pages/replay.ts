import type { Decision } from '../../core/conversation.ts';
import { type Html, html } from '../../html.ts';
import { type Effect, effects } from '../../replay/compare.ts';
import type { Trial, TrialChange, TrialState } from '../../replay/trial.ts';
import { labels } from '../labels/house.ts';
import { replayLabels as text } from '../labels/replay.ts';
import { entryTitle, type Named, subjectTitle } from '../naming.ts';
import { address } from '../parts/address.ts';
import { action, button, postForm, radios, select } from '../parts/forms.ts';
import { badge, facts, stackingTable, table } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { diffPart } from './replay-diff.ts';

export interface ReplayView {
  readonly state: TrialState;
  /** Open suggestions at this moment. */
  readonly open: string;
  /** Titles of the present content, and of what was tried. */
  readonly named: Named;
  readonly time: ClinicTime;
  /** What is shown of a result; null where there is none. */
  readonly result: ShownResult | null;
}

export interface ShownResult {
  readonly trial: Trial;
  readonly finished: number;
  /** Why there is no button to apply it; null where there is one. */
  readonly hindrance: 'blocked' | 'folderBlocked' | 'nothing' | 'notWritable' | 'stale' | null;
  readonly applied: 'live' | 'notLive' | null;
  /** The kind of change that is listed; null where nothing changes. */
  readonly effect: TrialChange['effect'] | null;
  readonly rows: readonly ShownChange[];
  /** Where the next rows begin; null after the last. */
  readonly next: number | null;
  readonly isFirst: boolean;
}

export interface ShownChange {
  readonly change: TrialChange;
  /** With personal details taken out; null when the turn was erased. */
  readonly words: string | null;
}

const PATH = '/staff/replay';
const COUNTS = [500, 2_000, 10_000, 50_000];

export function replayPage(view: ReplayView): Answer {
  const { state, result } = view;
  const isBusy = state.kind === 'trying' || state.kind === 'applying';
  const body = html`<p>${text.lead}</p>
${
  isBusy
    ? html`<div data-live="${PATH}/now" data-every="2">${replayNow(state)}</div>
${state.kind === 'trying' && action('/replay/stop', text.stop)}`
    : html`${state.kind === 'failed' && troublePart(state)}
${result !== null && resultPart(view, result)}
${startForm(view, result !== null)}`
}`;
  return page(text.title, body, { section: 'replay' });
}

/** How far a trial has come; it fetches itself, so it holds nothing of what patients wrote. */
export function replayNow(state: TrialState): Html {
  if (state.kind === 'trying') {
    const { progress } = state;
    return html`<h2>${text.trying}</h2>
<p>${progress === null ? text.begun : text.stages[progress.stage]}</p>
<progress aria-label="${text.progress}"${progress !== null && html` max="${progress.all}" value="${progress.done}"`}></progress>
<p><a href="${PATH}">${text.look}</a></p>`;
  }
  if (state.kind === 'applying') {
    return html`<p>${text.applying}</p><p><a href="${PATH}">${text.look}</a></p>`;
  }
  return html`<p class="notice" role="status">${text.over} <a href="${PATH}">${text.seeResult}</a></p>`;
}

function startForm({ open }: ReplayView, again: boolean): Html {
  const subjects = Object.entries(text.subjects).map(([value, label]) => ({
    value,
    label: label.replace('{open}', open),
  }));
  const counts = COUNTS.map((count) => ({
    value: String(count),
    label: count.toLocaleString('en'),
  }));
  return html`<h2>${again ? text.startAgain : text.start}</h2>${postForm(
    '/replay',
    html`${radios('subject', text.subject, subjects, 'suggestions')}
${select('last', text.last, counts, '10000')}${button(text.start, again ? 'plain' : 'main')}`,
    'narrow',
  )}`;
}

function troublePart({ trouble }: Extract<TrialState, { kind: 'failed' }>): Html {
  const problems = trouble.kind === 'unsound' ? trouble.problems : [];
  return html`<div class="problems" role="alert"><p>${text.trouble[trouble.kind]}</p>
${problems.length > 0 && html`<ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`}</div>`;
}

function resultPart(view: ReplayView, result: ShownResult): Html {
  const { trial, finished } = result;
  const { base, version, subject } = trial;
  const versions = base === version ? text.unchanged : text.versions;
  return html`<h2>${text.result}</h2>
${facts([
  [text.tried, text.triedSubjects[subject].replace('{count}', String(trial.suggestions.length))],
  [text.finished, view.time.show(finished)],
  [text.version, versions.replace('{base}', base).replace('{version}', version)],
  [text.decided, trial.turns.toLocaleString('en')],
  [text.skipped, trial.skipped > 0 && text.skippedHint.replace('{count}', String(trial.skipped))],
])}
${verdictPart(view, result)}
${countsPart(result)}
${changesPart(view, result)}
${trial.refused.length > 0 && refusedPart(view, trial)}
${subject === 'suggestions' && result.hindrance !== 'stale' && diffPart(trial.patch)}
${applyPart(result)}`;
}

/** What somebody must know before they look: it may not be applied, or was. */
function verdictPart({ time }: ReplayView, { hindrance, applied, finished }: ShownResult): Html {
  if (applied !== null) {
    return html`<p class="notice" role="status">${text.applied.replace('{time}', time.show(finished))} ${text[applied]}</p>`;
  }
  const isGrave = hindrance === 'blocked' || hindrance === 'folderBlocked' || hindrance === 'stale';
  return html`${isGrave && html`<p class="problems" role="alert">${text[hindrance]}</p>`}`;
}

function applyPart({ trial, hindrance, applied }: ShownResult): Html | false {
  if (applied !== null || trial.subject === 'folder') return false;
  if (hindrance === 'nothing' || hindrance === 'notWritable') {
    return html`<p class="hint">${text[hindrance]}</p>`;
  }
  if (hindrance !== null) return false;
  return html`<h2>${text.apply}</h2><p>${text.applyHint}</p>
${action('/replay/apply', text.applyDo, { version: trial.version }, 'main')}`;
}

/** How many of each kind; each but "the same" leads to its list. */
function countsPart({ trial, effect }: ShownResult): Html {
  const item = (one: Effect) => {
    const words = text.count
      .replace('{label}', text.effects[one])
      .replace('{count}', trial.counts[one].toLocaleString('en'));
    if (one === 'same' || trial.counts[one] === 0) return html`<li><span>${words}</span></li>`;
    const href = address(PATH, { effect: one });
    return html`<li><a href="${href}"${one === effect && html` aria-current="true"`}>${words}</a></li>`;
  };
  return html`<nav class="chips" aria-label="${text.counts}"><ul>${effects.map(item)}</ul></nav>`;
}

function changesPart(view: ReplayView, result: ShownResult): Html {
  const { trial, effect, rows, next, isFirst } = result;
  if (effect === null) return html`<p class="empty">${text.noChange}</p>`;
  const kept = trial.changes.filter((change) => change.effect === effect).length;
  const all = trial.counts[effect];
  const more = text.more
    .replace('{shown}', String(kept))
    .replace('{all}', all.toLocaleString('en'));
  return html`${stackingTable(
    text.effects[effect],
    [text.asked, text.now[trial.subject], text.after],
    rows.map((row) => [
      wordsOf(row),
      sideOf(view, row.change.before),
      sideOf(view, row.change.after),
    ]),
  )}
<nav class="paging" aria-label="${labels.paging.title}">
${!isFirst && html`<a href="${address(PATH, { effect })}">${text.first}</a>`}
${next !== null && html`<a href="${address(PATH, { effect, from: next })}" rel="next">${text.next}</a>`}</nav>
${kept < all && next === null && html`<p class="hint">${more}</p>`}`;
}

function wordsOf({ change, words }: ShownChange): Html {
  if (words === null) return html`<span class="hint">${text.erased}</span>`;
  const href = `/staff/conversations/${encodeURIComponent(change.conversation)}#turn-${change.turn}`;
  return html`<a class="words" href="${href}">${words}</a>`;
}

/** What a turn came to, as on the page of its conversation. */
function sideOf({ named }: ReplayView, decision: Decision): Html {
  const urgency = decision.kind === 'urgent' ? labels.urgency[decision.urgency] : null;
  return html`${badge(labels.endings[decision.kind], decision.kind === 'urgent' ? 'alert' : 'quiet')}
${urgency !== null && badge(urgency, 'alert')} ${subjectTitle(named, decision)}`;
}

function refusedPart({ named }: ReplayView, { refused }: Trial): Html {
  const rows = refused.map(({ kind, entry, reason }) => [
    text.kinds[kind],
    entryTitle(named, entry),
    reason,
  ]);
  return html`<h2>${text.refused}</h2><p class="hint">${text.refusedHint}</p>
${table(text.refused, [text.suggestion, text.entry, text.reason], rows)}`;
}
