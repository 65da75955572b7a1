import type { ReplayReport } from '../replay/replay.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import {
  closeDone,
  openSuggestions,
  patchOf,
  planSuggestions,
  writePlan,
} from './plan-suggestions.ts';
import type { ReadContent } from './replay-content.ts';
import { describeReport } from './replay-report.ts';

export interface ApplyDependencies {
  /** Where `knowledge/` and `dialogs/` lie. */
  readonly root: string;
  readonly staff: Pick<StaffStore, 'listSuggestions' | 'closeSuggestions' | 'appendAudit'>;
  readonly clock: () => number;
  /** Decides past turns with the present content and with the changed one. */
  readonly replay: (before: ReadContent, after: ReadContent) => Promise<ReplayReport>;
  readonly tell: (text: string) => void;
  /** Shows everything and writes nothing. */
  readonly dryRun: boolean;
}

/** `blocked`: an urgent message would be lost, so nothing was written. */
export type ApplyEnding = 'nothing-to-do' | 'tried' | 'blocked' | 'written';

/**
 * Turns the open suggestions into changes of the content files. The result is checked and replayed
 * before a byte is written. Run again after a crash, it finds what is written already and goes on.
 * @throws ContentError when the result would not be sound; nothing is written then.
 */
export async function applySuggestions(deps: ApplyDependencies): Promise<ApplyEnding> {
  const { root, staff, tell, clock, dryRun } = deps;
  const plan = await planSuggestions(root, await openSuggestions(staff), clock());
  for (const { kind, entry, id, reason } of plan.refused) {
    tell(`left open: ${kind} of ${entry} (${id}): ${reason}`);
  }
  const close = () => closeDone(staff, plan, { at: clock(), actor: 'system' });
  if (plan.files.length === 0) {
    if (!dryRun) await close();
    return 'nothing-to-do';
  }
  tell(patchOf(plan));
  const report = await deps.replay(plan.present, plan.changed);
  tell(describeReport(plan.changed.content, report));
  if (report.counts['urgent-lost'] > 0) return 'blocked';
  if (dryRun) return 'tried';
  await writePlan(root, plan);
  await close();
  return 'written';
}
