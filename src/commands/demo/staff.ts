import type { AuditAction } from '../../console/audit.ts';
import { hire } from '../../console/people.ts';
import type { Role, StaffStore } from '../../storage/staff-store.ts';
import type { Chance } from './chance.ts';
import { DAY, HOUR, workingTime } from './moments.ts';

/** The made-up staff, by role. */
const STAFF = [
  { username: 'demo-owner', name: 'Demo Owner', role: 'owner' },
  { username: 'demo-clinician', name: 'Demo Clinician', role: 'clinician' },
  { username: 'demo-reception', name: 'Demo Reception', role: 'reception' },
] as const;

/** Account ids. */
export type DemoStaff = Readonly<Record<Role, string>>;

/** Accounts that nobody can use before using a link. */
export async function hireDemoStaff(staff: StaffStore, at: number): Promise<DemoStaff> {
  const ids = { owner: '', clinician: '', reception: '' };
  for (const person of STAFF) {
    ids[person.role] = await hire(staff, person, at);
    await staff.appendAudit({
      at,
      actor: 'system',
      action: 'account-created' satisfies AuditAction,
      subject: ids[person.role],
      outcome: 'done',
    });
  }
  return ids;
}

/** Something a member of staff did at some time, which the audit log names. */
export interface Act {
  readonly at: number;
  readonly actor: string;
  /** Null for what the audit log does not tell of. */
  readonly action: AuditAction | null;
  readonly subject: string | null;
  readonly work?: () => Promise<unknown>;
}

/**
 * Does what staff did, in the order of time, each noted in the audit log first, as the console does.
 * What would lie after `until` is left out: it has not happened yet.
 */
export async function perform(
  staff: StaffStore,
  acts: readonly Act[],
  until: number,
  onProgress: (done: number, all: number) => void,
): Promise<void> {
  const past = acts.filter(({ at }) => at < until).sort((one, other) => one.at - other.at);
  for (const [index, { at, actor, action, subject, work }] of past.entries()) {
    if (action !== null) await staff.appendAudit({ at, actor, action, subject, outcome: 'done' });
    await work?.();
    onProgress(index + 1, past.length);
  }
}

/** Everybody signs in once on a working day. */
export function signIns(
  who: DemoStaff,
  chance: Chance,
  timeZone: string,
  month: { readonly until: number; readonly days: number },
): readonly Act[] {
  const days = Array.from({ length: month.days }, (_, day) => month.until - (day + 1) * DAY);
  return days.flatMap((day) =>
    Object.values(who).flatMap((actor): readonly Act[] => {
      const at = Math.floor(day + chance.between(0, 3 * HOUR));
      const works = workingTime(at, timeZone) === at;
      return works ? [{ at, actor, action: 'sign-in', subject: actor }] : [];
    }),
  );
}
