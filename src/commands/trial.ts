import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { effects } from '../replay/compare.ts';
import type { Change, ReplayReport } from '../replay/replay.ts';
import type { Trial, TrialChange, TrialOrder, TrialProgress, TrialTask } from '../replay/trial.ts';
import { modelFiles } from '../search/search-for.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import {
  closeDone,
  openSuggestions,
  type Plan,
  patchOf,
  planSuggestions,
  staleError,
  writePlan,
} from './plan-suggestions.ts';
import { DECIDING, replayContent, trialDirectory } from './replay-content.ts';

export interface TrialParts {
  readonly config: Pick<Config, 'contentDirectory' | 'searchDirectory' | 'signedOnly'>;
  readonly staff: StaffStore;
  readonly clock: () => number;
}

/** Changes of one kind that are kept: more are counted only. */
const MOST = 300;

/**
 * Decides the latest turns with what is tried; writes nothing.
 * @throws ContentError when the content, or what the suggestions make of it, is not sound.
 */
export async function tryOrder(
  parts: TrialParts,
  order: TrialOrder,
  onProgress: (progress: TrialProgress) => void,
): Promise<Trial> {
  const { config, staff, clock } = parts;
  const open = order.subject === 'suggestions' ? await openSuggestions(staff) : [];
  const plan = await planSuggestions(config.contentDirectory, open, clock());
  const report = await replayContent({
    config,
    archive: staff,
    last: order.last,
    before: order.subject === 'suggestions' ? plan.present : 'saved',
    after: plan.changed,
    trial: plan.files.length > 0,
    onProgress: ({ stage, done, all }) =>
      onProgress({ stage: stage === DECIDING ? 'deciding' : 'learning', done, all }),
  });
  return trialOf(order, plan, report);
}

function trialOf(order: TrialOrder, plan: Plan, report: ReplayReport): Trial {
  const { present, changed, refused, done } = plan;
  const { turns, skipped, counts, changes } = report;
  const entries = [...changed.content.entries.values()];
  return {
    ...order,
    base: present.content.version,
    version: changed.content.version,
    suggestions: done,
    refused,
    titles: Object.fromEntries(entries.map(({ id, title }) => [id, title])),
    patch: patchOf(plan),
    turns,
    skipped,
    counts,
    changes: effects.flatMap((effect) =>
      changes
        .filter((change) => change.effect === effect)
        .slice(0, MOST)
        .map(withoutWords),
    ),
  };
}

function withoutWords({ effect, turn, before, after }: Change): TrialChange {
  const { conversation, turn: number, message } = turn;
  return { effect, conversation, turn: number, at: message.at, before, after };
}

/**
 * Writes what was tried, and nothing else: the same suggestions into the same files.
 * @throws ContentError `stale` when either changed since; nothing is written then.
 */
export async function applyTried(
  { config, staff, clock }: TrialParts,
  tried: Extract<TrialTask, { kind: 'apply' }>['tried'],
  actor: string,
): Promise<void> {
  const wanted = new Set(tried.suggestions);
  const suggestions = (await openSuggestions(staff)).filter(({ id }) => wanted.has(id));
  const plan = await planSuggestions(config.contentDirectory, suggestions, clock());
  const isSame =
    plan.present.content.version === tried.base &&
    plan.changed.content.version === tried.version &&
    plan.done.length === tried.suggestions.length;
  if (!isSame) throw staleError(config.contentDirectory);
  await writePlan(config.contentDirectory, plan);
  await closeDone(staff, plan, { at: clock(), actor });
  if (plan.files.length > 0) await keepSearch(config);
}

/** What was learned to try the change is what the server would learn of it: it is kept for it. */
export async function keepSearch(config: Pick<Config, 'searchDirectory'>): Promise<void> {
  for (const model of Object.values(modelFiles)) {
    const tried = path.join(trialDirectory(config), model);
    // Very large content is searched without anything learned.
    if (existsSync(tried)) await rename(tried, path.join(config.searchDirectory, model));
  }
}
