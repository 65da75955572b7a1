import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { reviewContent } from '../content/check.ts';
import { buildContent } from '../content/load.ts';
import { ContentError } from '../content/problems.ts';
import { type ContentFile, readContentFiles } from '../content/read.ts';
import { applyProposals } from '../content/suggest.ts';
import type { Content } from '../core/guide.ts';
import type { Suggestion } from '../core/suggestion.ts';
import type { RefusedSuggestion } from '../replay/trial.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import { type ReadContent, readContent } from './replay-content.ts';
import { writeFiles } from './write-files.ts';

/** What suggestions make of the content: sound, and not written yet. */
export interface Plan {
  readonly present: ReadContent;
  readonly changed: ReadContent;
  /** The files that are new or other. */
  readonly files: readonly ContentFile[];
  /** Ids of the suggestions that are done with it. */
  readonly done: readonly string[];
  readonly refused: readonly RefusedSuggestion[];
}

export async function openSuggestions(
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

/**
 * A suggestion that does not fit is refused and does not hold up the others.
 * @throws ContentError when the result would not be sound.
 */
export async function planSuggestions(
  root: string,
  suggestions: readonly Suggestion[],
  now: number,
): Promise<Plan> {
  const present = await readContent(root);
  const proposals = suggestions.map(({ proposal }) => proposal);
  const { files, outcomes } = applyProposals(present.content, present.files, proposals);
  const refused = suggestions.flatMap(({ id, proposal }, index): readonly RefusedSuggestion[] => {
    const outcome = outcomes[index];
    if (outcome?.kind !== 'refused') return [];
    return [{ id, kind: proposal.kind, entry: proposal.entry, reason: outcome.reason }];
  });
  const changedFiles = differingFiles(present.files, files);
  const content = changedFiles.length > 0 ? checked(present.content, files, now) : present.content;
  const left = new Set(refused.map(({ id }) => id));
  return {
    present,
    changed: { files, content },
    files: changedFiles,
    done: suggestions.map(({ id }) => id).filter((id) => !left.has(id)),
    refused,
  };
}

/** The change as one difference to read. */
export function patchOf({ present, files }: Plan): string {
  const old = new Map(present.files.map(({ file, text }) => [file, text]));
  const patches = files.map(({ file, text }) => {
    const before = old.get(file);
    const from = before === undefined ? '/dev/null' : file;
    const options = { headerOptions: FILE_HEADERS_ONLY };
    return createTwoFilesPatch(from, file, before ?? '', text, undefined, undefined, options);
  });
  return patches.join('');
}

/**
 * Writes what was planned.
 * @throws ContentError `stale` when a file was saved by somebody else since; nothing is written then.
 */
export async function writePlan(root: string, { present, files }: Plan): Promise<void> {
  const now = await readContentFiles(root);
  const [other] = [...differingFiles(present.files, now), ...differingFiles(now, present.files)];
  if (other !== undefined) throw staleError(other.file);
  await writeFiles(root, files);
}

/** Notes each suggestion in the audit log and closes it. */
export async function closeDone(
  staff: Pick<StaffStore, 'closeSuggestions' | 'appendAudit'>,
  { done }: Plan,
  by: { readonly at: number; readonly actor: string },
): Promise<void> {
  for (const subject of done) {
    await staff.appendAudit({ ...by, action: 'apply', subject, outcome: 'done' });
  }
  await staff.closeSuggestions(done, 'applied', by.at);
}

export function staleError(file: string): ContentError {
  const message = 'was changed while the suggestions were tried; run this again';
  return new ContentError([
    { severity: 'error', rule: 'stale', file, line: 1, field: '', message },
  ]);
}

/** Files of `after` that `before` has not, or has otherwise. */
function differingFiles(
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
