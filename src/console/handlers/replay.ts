import { effects } from '../../replay/compare.ts';
import { mayBeApplied, type Trial, type TrialChange } from '../../replay/trial.ts';
import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { oneOf } from '../filter.ts';
import { replayLabels } from '../labels/replay.ts';
import { replayNow, replayPage, type ShownChange, type ShownResult } from '../pages/replay.ts';
import { clinicTime } from '../parts/when.ts';
import { redactor } from '../redaction.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';

const PATH = '/staff/replay';
const PAGE = 25;
/** Beyond so many open suggestions, "more than" is enough to know. */
const MOST_OPEN = 500;
const MOST_TURNS = 100_000;

/** What a change of the content would do to past questions, and the button that makes it. */
export function replayRoutes(desk: Desk): readonly Route[] {
  const access = needs('content');
  const post = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'POST', path, access, handle });
  return [
    route({ method: 'GET', path: '/replay', access, handle: (visit) => show(desk, visit) }),
    route({
      method: 'GET',
      path: '/replay/now',
      access,
      quiet: true,
      handle: async () => ({ kind: 'fragment', body: replayNow(desk.trials.state()) }),
    }),
    post('/replay', (visit) => start(desk, visit)),
    post('/replay/stop', (visit) => stop(desk, visit)),
    post('/replay/apply', (visit) => apply(desk, visit)),
  ];
}

async function show(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const state = desk.trials.state();
  const { content } = desk.guide();
  const open = await desk.staff.listSuggestions({ state: 'open' }, null, MOST_OPEN + 1);
  const hasResult = state.kind === 'tried' || state.kind === 'applied';
  const titles = hasResult ? Object.entries(state.trial.titles) : [];
  return replayPage({
    state,
    open: open.length > MOST_OPEN ? `${MOST_OPEN}+` : String(open.length),
    named: {
      ...content,
      entries: new Map([
        ...content.entries,
        ...titles.map(([id, title]) => [id, { title }] as const),
      ]),
    },
    time: clinicTime(content.clinic.timeZone),
    // What patients wrote is on the page from here on: it is written down before it is read.
    result: hasResult
      ? await audited(desk, visit, 'open-trial', state.trial.version, () =>
          resultOf(desk, visit, state),
        )
      : null,
  });
}

async function resultOf(
  desk: Desk,
  { query }: SignedVisit,
  state: { readonly kind: 'tried' | 'applied'; readonly trial: Trial; readonly at: number },
): Promise<ShownResult> {
  const { kind, trial, at } = state;
  const found = effects.filter((one) => one !== 'same' && trial.counts[one] > 0);
  const chosen = found.find((one) => one === query.get('effect')) ?? found[0] ?? null;
  const effect = chosen === 'same' ? null : chosen;
  const all = trial.changes.filter((change) => change.effect === effect);
  const from = Math.max(0, Math.floor(Number(query.get('from') ?? 0)) || 0);
  const isLive = desk.guide().content.version === trial.version;
  return {
    trial,
    finished: at,
    hindrance: kind === 'applied' ? null : await hindranceOf(desk, trial),
    applied: kind === 'tried' ? null : isLive ? 'live' : 'notLive',
    effect,
    rows: await readWords(desk, all.slice(from, from + PAGE)),
    next: from + PAGE < all.length ? from + PAGE : null,
    isFirst: from === 0,
  };
}

async function hindranceOf(desk: Desk, trial: Trial): Promise<ShownResult['hindrance']> {
  if (await isStale(desk, trial)) return 'stale';
  if (trial.counts['urgent-lost'] > 0) {
    return trial.subject === 'folder' ? 'folderBlocked' : 'blocked';
  }
  if (!mayBeApplied(trial)) return 'nothing';
  return desk.settings.contentWritable ? null : 'notWritable';
}

/** A suggestion of the trial may be dropped meanwhile, or erased with its conversation. */
async function isStale(desk: Desk, trial: Trial): Promise<boolean> {
  const left = new Set(trial.suggestions);
  let after: { at: number; id: string } | null = null;
  while (left.size > 0) {
    const page = await desk.staff.listSuggestions({ state: 'open' }, after, MOST_OPEN);
    const last = page.at(-1);
    if (last === undefined) return true;
    for (const { id } of page) left.delete(id);
    after = { at: last.at, id: last.id };
  }
  return false;
}

/** A result holds no words, so that what is erased meanwhile is gone from here as well. */
async function readWords(
  desk: Desk,
  changes: readonly TrialChange[],
): Promise<readonly ShownChange[]> {
  const { content } = desk.guide();
  return Promise.all(
    changes.map(async (change) => {
      const { conversation, turn, at } = change;
      const [found] = await desk.staff.readTextTurns({ at, conversation, turn: turn + 1 }, 1);
      if (found?.conversation !== conversation || found.turn !== turn) {
        return { change, words: null };
      }
      const hide = redactor(content, await desk.staff.namesGiven(conversation));
      return { change, words: hide(found.message.text) };
    }),
  );
}

async function start(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const subject = oneOf(visit.form.get('subject'), replayLabels.subjects);
  const last = Number(visit.form.get('last'));
  if (!subject || !Number.isInteger(last) || last < 1 || last > MOST_TURNS) return missing;
  await audited(desk, visit, 'trial-started', subject, async () =>
    desk.trials.start({ subject, last }),
  );
  return redirect(PATH);
}

async function stop(desk: Desk, visit: SignedVisit): Promise<Answer> {
  await audited(desk, visit, 'trial-stopped', null, async () => desk.trials.stop());
  return redirect(PATH);
}

/** Applies the trial that the page showed, not one that somebody else has made since. */
async function apply(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const state = desk.trials.state();
  const isShown = state.kind === 'tried' && state.trial.version === visit.form.get('version');
  if (isShown && desk.settings.contentWritable) {
    await audited(desk, visit, 'apply', state.trial.version, async () =>
      desk.trials.apply(visit.account.id),
    );
  }
  return redirect(PATH);
}
