import { randomUUID } from 'node:crypto';
import type { Suggestion } from '../core/suggestion.ts';
import { addDays, isoDay, localTime } from '../reading/calendar.ts';
import { audited } from './audit.ts';
import type { Desk } from './dependencies.ts';
import { readOpen } from './held.ts';
import { knowledgeLabels } from './labels/knowledge.ts';
import { oneLine } from './missed.ts';
import type { Problems } from './parts/forms.ts';
import { clinicTime } from './parts/when.ts';
import { clinicDate, type ReviewedEntry, type WaitingChange, waitingChanges } from './reviewed.ts';
import type { SignedVisit } from './route.ts';

/** What a clinician fills in. Dates as ISO. */
export interface TypedSignature {
  /** Role and registration number; the name is that of the account. */
  readonly registration: string;
  readonly reviewed: string;
  readonly reviewDue: string;
}

const LONGEST = 150;
/** Guidance is not followed unseen for longer; see docs/content.md. */
const MOST_YEARS = 3;
const CLOSED = 50;
const text = knowledgeLabels.problems;

/** As this clinician signed last, today and for a year. */
export async function usualSignature(
  desk: Desk,
  { account, at }: SignedVisit,
): Promise<TypedSignature> {
  const today = clinicDate(desk, at);
  const { timeZone } = desk.guide().content.clinic;
  const last = await lastSignature(desk, account.id);
  const name = `${account.name}, `;
  const again = last !== undefined && (last.reviewDue ?? '') > today;
  return {
    registration: last?.reviewer.startsWith(name) ? last.reviewer.slice(name.length) : '',
    reviewed: today,
    reviewDue: again ? (last.reviewDue ?? '') : isoDay(addDays(localTime(at, timeZone).today, 365)),
  };
}

async function lastSignature(desk: Desk, accountId: string) {
  const open = [...(await readOpen(desk))].reverse();
  const closed = await desk.staff.listClosedSuggestions(CLOSED);
  const own = [...open, ...closed].flatMap(({ accountId: by, proposal }) =>
    by === accountId && proposal.kind === 'sign-off' ? [proposal] : [],
  );
  return own[0];
}

export function readSignature(form: URLSearchParams): TypedSignature {
  const value = (name: string) => oneLine(form.get(name) ?? '');
  return {
    registration: value('registration'),
    reviewed: value('reviewed'),
    reviewDue: value('reviewDue'),
  };
}

/** What stands in the way of a signature, by the field. */
export function signatureProblems(
  desk: Desk,
  at: number,
  { registration, reviewed, reviewDue }: TypedSignature,
): Problems {
  const today = clinicDate(desk, at);
  const { timeZone } = desk.guide().content.clinic;
  const isDay = (one: string) => {
    const { fromInput, toInput } = clinicTime(timeZone);
    const moment = /^\d{4}-\d{2}-\d{2}$/.test(one) ? fromInput(one) : null;
    return moment !== null && toInput(moment).startsWith(one);
  };
  const latest = `${Number(reviewed.slice(0, 4)) + MOST_YEARS}${reviewed.slice(4)}`;
  return {
    ...((registration === '' || registration.length > LONGEST) && {
      registration: text.registration,
    }),
    ...(!(isDay(reviewed) && reviewed <= today) && { reviewed: text.reviewed }),
    ...(!(isDay(reviewDue) && reviewDue > today && reviewDue <= latest) && {
      reviewDue: text.reviewDue,
    }),
  };
}

/** Keeps a signature of what has `version`; what waited for the entry before is replaced by it. */
export async function keepSignature(
  desk: Desk,
  visit: SignedVisit,
  { entry, suggestions }: ReviewedEntry,
  typed: TypedSignature & { readonly version: string },
): Promise<void> {
  const { registration, ...dated } = typed;
  const reviewer = `${oneLine(visit.account.name)}, ${registration}`;
  const proposal = { kind: 'sign-off', entry: entry.id, reviewer, ...dated } as const;
  await audited(desk, visit, 'signed', `${entry.id} ${typed.version}`, () =>
    replace(desk, visit, waitingChanges(desk, entry, suggestions), proposal),
  );
}

/** A signature that waits is dropped, and what the file says stays; else one in the file is to go. */
export async function takeSignatureBack(
  desk: Desk,
  visit: SignedVisit,
  { entry, suggestions, waiting }: ReviewedEntry,
): Promise<void> {
  const isWaiting = waiting?.proposal.kind === 'sign-off';
  const proposal = { kind: 'mark-draft', entry: entry.id } as const;
  await audited(desk, visit, 'signature-taken-back', entry.id, () =>
    replace(
      desk,
      visit,
      waitingChanges(desk, entry, suggestions),
      isWaiting || entry.status === 'draft' ? null : proposal,
    ),
  );
}

/** The new one first: cut off in between, both are applied in their order and the new one holds. */
async function replace(
  { staff }: Desk,
  { at, account }: SignedVisit,
  former: readonly WaitingChange[],
  proposal: Suggestion['proposal'] | null,
): Promise<void> {
  if (proposal !== null) {
    const id = randomUUID();
    await staff.addSuggestion({ id, at, accountId: account.id, from: null, proposal });
  }
  const ids = former.map(({ suggestion }) => suggestion.id);
  await staff.closeSuggestions(ids, 'dropped', at);
}
