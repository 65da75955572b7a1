import type { AuditEvent } from '../storage/staff-store.ts';
import type { Desk } from './dependencies.ts';
import type { labels } from './labels/house.ts';
import type { SignedVisit } from './route.ts';

/** Everything that is written down; each has its words in `labels.audit`. */
export type AuditAction = keyof typeof labels.audit;

/** Writes a row for what the house or a visitor without a session did. */
export async function record(
  desk: Desk,
  event: Omit<AuditEvent, 'at' | 'action' | 'subject' | 'outcome'> & {
    readonly action: AuditAction;
    readonly subject?: string | null;
    readonly outcome?: AuditEvent['outcome'];
  },
): Promise<void> {
  const { subject = null, outcome = 'done', actor, action } = event;
  await desk.staff.appendAudit({ at: desk.clock(), actor, action, subject, outcome });
}

/**
 * Writes down who does what before it is done: when the row cannot be written nothing is read and
 * nothing is changed. When the work then fails, a second row says so.
 */
export async function audited<T>(
  desk: Desk,
  visit: SignedVisit,
  action: AuditAction,
  subject: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const actor = visit.account.id;
  await record(desk, { actor, action, subject });
  try {
    return await work();
  } catch (error) {
    await record(desk, { actor, action, subject, outcome: 'failed' }).catch(() => undefined);
    throw error;
  }
}
