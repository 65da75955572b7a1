import { createTwoFilesPatch } from 'diff';
import { reviewContent } from '../content/check.ts';
import { buildContent } from '../content/load.ts';
import { ContentError } from '../content/problems.ts';
import { type ContentFile, readContentFiles } from '../content/read.ts';
import { applyProposals, type ProposalOutcome } from '../content/suggest.ts';
import type { Content } from '../core/guide.ts';
import type { Suggestion } from '../core/suggestion.ts';
import type { ReplayReport } from '../replay/replay.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import { describeReport } from './replay-report.ts';
import { writeFiles } from './write-files.ts';

export interface ApplyDependencies {
  /** Where `knowledge/` and `dialogs/` lie. */
  readonly root: string;
  readonly staff: Pick<StaffStore, 'listSuggestions' | 'closeSuggestions' | 'appendAudit'>;
  readonly clock: () => number;
  /** Decides past turns with the present content and with the changed one. */
  readonly replay: (before: Content, after: Content) => Promise<ReplayReport>;
  readonly tell: (text: string) => void;
  /** Shows everything and writes nothing. */
  readonly dryRun: boolean;
}

/** `blocked`: an urgent message would be lost, so nothing was written. */
export type ApplyEnding = 'nothing-to-do' | 'tried' | 'blocked' | 'written';

interface Decided {
  readonly suggestion: Suggestion;
  readonly outcome: ProposalOutcome;
}

/**
 * Turns the open suggestions into changes of the content files. The result is checked and replayed
 * before a byte is written; a suggestion that is refused stays open and does not hold up the others.
 * Run again after a crash, it finds what is written already and goes on.
 * @throws ContentError when the result would not be sound; nothing is written then.
 */
export async function applySuggestions(deps: ApplyDependencies): Promise<ApplyEnding> {
  const { root, staff, tell } = deps;
  const suggestions = await openSuggestions(staff);
  const files = await readContentFiles(root);
  const content = buildContent(files);
  const proposals = suggestions.map(({ proposal }) => proposal);
  const result = applyProposals(content, files, proposals);
  const decided = suggestions.map((suggestion, index): Decided => {
    const outcome = result.outcomes[index] ?? { kind: 'there-already' };
    return { suggestion, outcome };
  });
  tellRefused(decided, tell);
  const changed = changedFiles(files, result.files);
  if (changed.length === 0) {
    if (!deps.dryRun) await close(deps, decided);
    return 'nothing-to-do';
  }
  const after = checked(content, result.files, deps.clock());
  for (const { file, text } of changed) tell(patchOf(files, file, text));
  const report = await deps.replay(content, after);
  tell(describeReport(after, report));
  if (report.counts['urgent-lost'] > 0) return 'blocked';
  if (deps.dryRun) return 'tried';
  await refuseStale(root, files);
  await writeFiles(root, changed);
  await close(deps, decided);
  return 'written';
}

async function openSuggestions(
  staff: Pick<StaffStore, 'listSuggestions'>,
): Promise<readonly Suggestion[]> {
  const all: Suggestion[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last ? { at: last.at, id: last.id } : null;
    const page = await staff.listSuggestions({ state: 'open' }, after, 500);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

function tellRefused(decided: readonly Decided[], tell: (text: string) => void): void {
  for (const { suggestion, outcome } of decided) {
    if (outcome.kind !== 'refused') continue;
    const { kind, entry } = suggestion.proposal;
    tell(`left open: ${kind} of ${entry} (${suggestion.id}): ${outcome.reason}`);
  }
}

function changedFiles(
  before: readonly ContentFile[],
  after: readonly ContentFile[],
): readonly ContentFile[] {
  const texts = new Map(before.map(({ file, text }) => [file, text]));
  return after.filter(({ file, text }) => texts.get(file) !== text);
}

/** Sound, and without an error that an editor would find and that was not there before. */
function checked(before: Content, files: readonly ContentFile[], now: number): Content {
  const after = buildContent(files);
  const today = new Date(now).toISOString().slice(0, 10);
  const errors = (content: Content) =>
    reviewContent(content, today).filter(({ severity }) => severity === 'error');
  const known = new Set(errors(before).map(({ file, rule }) => `${file} ${rule}`));
  const fresh = errors(after).filter(({ file, rule }) => !known.has(`${file} ${rule}`));
  if (fresh.length > 0) throw new ContentError(fresh);
  return after;
}

function patchOf(before: readonly ContentFile[], file: string, text: string): string {
  const old = before.find((one) => one.file === file)?.text ?? '';
  return createTwoFilesPatch(old === '' ? '/dev/null' : file, file, old, text);
}

/** The replay takes its time: what somebody saved meanwhile must not be written over. */
async function refuseStale(root: string, files: readonly ContentFile[]): Promise<void> {
  const now = await readContentFiles(root);
  const [changed] = [...changedFiles(files, now), ...changedFiles(now, files)];
  if (changed === undefined) return;
  const message = 'was changed while the suggestions were tried; run this again';
  const { file } = changed;
  throw new ContentError([{ severity: 'error', rule: 'stale', file, line: 1, field: '', message }]);
}

async function close({ staff, clock }: ApplyDependencies, decided: readonly Decided[]) {
  const done = decided.filter(({ outcome }) => outcome.kind !== 'refused');
  const at = clock();
  for (const { suggestion } of done) {
    const { id: subject } = suggestion;
    await staff.appendAudit({ at, actor: 'system', action: 'apply', subject, outcome: 'done' });
  }
  const ids = done.map(({ suggestion }) => suggestion.id);
  await staff.closeSuggestions(ids, 'applied', at);
}
