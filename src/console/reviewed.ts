import type { Entry } from '../core/guide.ts';
import type { Proposal, Suggestion } from '../core/suggestion.ts';
import { isoDay, localTime } from '../reading/calendar.ts';
import type { Desk } from './dependencies.ts';
import { readOpen } from './held.ts';

/** How an answer stands with the clinic's clinicians. */
export type ReviewState =
  | 'draft'
  /** Signed in other words than it has now. */
  | 'changed'
  | 'overdue'
  | 'signed';

/** @param today ISO date of the clinic */
export function reviewStateOf(
  { entryVersion }: Pick<Desk, 'entryVersion'>,
  entry: Entry,
  today: string,
): ReviewState {
  const { status, reviewDue, signedVersion } = entry;
  if (signedVersion !== null && signedVersion !== entryVersion(entry)) return 'changed';
  if (status === 'draft') return 'draft';
  return reviewDue !== null && reviewDue < today ? 'overdue' : 'signed';
}

/** The date on the clinic's calendar, such as `2026-11-22`. */
export function clinicDate(desk: Desk, at: number): string {
  return isoDay(localTime(at, desk.guide().content.clinic.timeZone).today);
}

/** A signature, or its being taken back, that is not in the file yet. */
export interface WaitingChange {
  readonly suggestion: Suggestion;
  readonly proposal: Extract<Proposal, { kind: 'sign-off' | 'mark-draft' }>;
  /** True when the words are not those that were signed any more: it cannot be applied. */
  readonly outdated: boolean;
}

/** An entry with its review, as it stands and as it waits to be. */
export interface ReviewedEntry {
  readonly entry: Entry;
  readonly state: ReviewState;
  /** The last of those that wait. */
  readonly waiting: WaitingChange | null;
  /** Every open suggestion about it. */
  readonly suggestions: readonly Suggestion[];
}

/** Every entry, by its title. */
export async function reviewEntries(desk: Desk, at: number): Promise<readonly ReviewedEntry[]> {
  const today = clinicDate(desk, at);
  const open = await readOpen(desk);
  return [...desk.guide().content.entries.values()]
    .sort((one, other) => one.title.localeCompare(other.title, 'en'))
    .map((entry) => {
      const suggestions = open.filter(({ proposal }) => proposal.entry === entry.id);
      const waiting = waitingChanges(desk, entry, suggestions).at(-1) ?? null;
      return { entry, state: reviewStateOf(desk, entry, today), waiting, suggestions };
    });
}

/** Oldest first. */
export function waitingChanges(
  desk: Pick<Desk, 'entryVersion'>,
  entry: Entry,
  suggestions: readonly Suggestion[],
): readonly WaitingChange[] {
  return suggestions.flatMap((suggestion): readonly WaitingChange[] => {
    const { proposal } = suggestion;
    if (proposal.kind !== 'sign-off' && proposal.kind !== 'mark-draft') return [];
    const outdated = proposal.kind === 'sign-off' && proposal.version !== desk.entryVersion(entry);
    return [{ suggestion, proposal, outdated }];
  });
}

/** Whether a clinician still has to sign it, now or because its review is over. */
export function needsSignature({ state, waiting }: ReviewedEntry): boolean {
  if (waiting === null || waiting.outdated) return state !== 'signed';
  return waiting.proposal.kind === 'mark-draft';
}
