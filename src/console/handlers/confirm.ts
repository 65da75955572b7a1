import type { Desk } from '../dependencies.ts';
import { checkPassword } from '../passwords.ts';
import type { SignedVisit } from '../route.ts';

/**
 * Asks again for the password of somebody who is signed in, before what would let others in.
 * Null when it is right.
 */
export async function refuseWithoutPassword(
  desk: Desk,
  visit: SignedVisit,
): Promise<'wrong' | 'throttled' | null> {
  const { account, form, session } = visit;
  const key = ['account', session.id] as const;
  if ((await desk.throttle.take(key)) !== null) return 'throttled';
  const facts = await desk.staff.signInFacts({ id: account.id });
  const right = await checkPassword(facts?.passwordHash ?? null, form.get('current') ?? '');
  if (!right) return 'wrong';
  await desk.throttle.forgive(key);
  return null;
}
