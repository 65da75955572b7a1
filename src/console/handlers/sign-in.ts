import type { Account } from '../../storage/staff-store.ts';
import { record } from '../audit.ts';
import { recoveryHash, stepOfCode } from '../codes.ts';
import type { Desk } from '../dependencies.ts';
import { labels } from '../labels/house.ts';
import { codePage, signedOutPage, signInPage } from '../pages/sign-in.ts';
import { tooMany } from '../pages/trouble.ts';
import { address, ownPath } from '../parts/address.ts';
import { checkPassword, hashPassword, isOutdated, LONGEST_PASSWORD } from '../passwords.ts';
import { needsCode } from '../policy.ts';
import {
  type Answer,
  anyone,
  type Route,
  redirect,
  route,
  type SignedVisit,
  staged,
  type Visit,
} from '../route.ts';
import { closeSession, knownDevice, openSession } from '../session.ts';

/** Name and password, then the code; and out again. */
export function signInRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/sign-in',
      access: anyone,
      handle: async ({ query }) =>
        signInPage({ next: query.get('next'), provider: desk.provider?.label ?? null }),
    }),
    route({
      method: 'POST',
      path: '/sign-in',
      access: anyone,
      handle: (visit) => signIn(desk, visit),
    }),
    route({
      method: 'GET',
      path: '/code',
      access: staged('code'),
      handle: async ({ query }) => codePage({ next: query.get('next') }),
    }),
    route({
      method: 'POST',
      path: '/code',
      access: staged('code'),
      handle: (visit) => giveCode(desk, visit),
    }),
    route({
      method: 'POST',
      path: '/sign-out',
      access: staged('code', 'enrol', 'full'),
      handle: (visit) => signOut(desk, visit),
    }),
    route({
      method: 'GET',
      path: '/signed-out',
      access: anyone,
      handle: async () => signedOutPage(),
    }),
    route({
      method: 'POST',
      path: '/stay',
      access: staged('full'),
      // To be asked for is to be active: the adapter has already written that down.
      handle: async () => redirect('/staff/me'),
    }),
  ];
}

/**
 * The same words and the same work whether nobody has that name, the password is wrong, or the
 * account is disabled: an answer must not tell which.
 */
async function signIn(desk: Desk, visit: Visit): Promise<Answer> {
  const username = (visit.form.get('username') ?? '').trim().toLowerCase().slice(0, 100);
  const password = (visit.form.get('password') ?? '').slice(0, LONGEST_PASSWORD * 4);
  const facts = await desk.staff.signInFacts({ username });
  const device = facts ? await knownDevice(desk, visit, facts.account.id) : null;
  const who = ['account', device ?? username] as const;
  const where = ['address', visit.address] as const;
  const wait = await desk.throttle.take(who, where);
  if (wait !== null) {
    await note(desk, facts?.account, 'throttled');
    return tooMany(wait);
  }
  const right = await checkPassword(facts?.passwordHash ?? null, password);
  if (!right || !facts || facts.account.disabledAt !== null) {
    await note(desk, facts?.account, 'sign-in');
    const problem = labels.signIn.wrong;
    const next = visit.form.get('next');
    return signInPage({ next, provider: desk.provider?.label ?? null, username, problem });
  }
  const { account, passwordHash } = facts;
  if (passwordHash !== null && isOutdated(passwordHash)) {
    await desk.staff.setPassword(account.id, await hashPassword(password), null);
  }
  // The address keeps its count: a success on one account must not allow more tries on another.
  await desk.throttle.forgive(who);
  return letIn(desk, visit, account);
}

async function note(desk: Desk, account: Account | undefined, action: 'sign-in' | 'throttled') {
  const subject = account?.id ?? null;
  await record(desk, { actor: 'nobody', action, subject, outcome: 'refused' });
}

/** After the password: to the code, to setting codes up, or in. */
async function letIn(desk: Desk, visit: Visit, account: Account): Promise<Answer> {
  const next = visit.form.get('next');
  if (account.codes) {
    const cookies = await openSession(desk, visit, account, 'code');
    return redirect(address('/staff/code', { next }), cookies);
  }
  if (needsCode(account.role, desk.settings.codeRule)) {
    return redirect('/staff/codes', await openSession(desk, visit, account, 'enrol'));
  }
  return welcome(desk, visit, account, ownPath(next));
}

/** All the way in. Written down first: a sign-in that cannot be is refused. */
export async function welcome(
  desk: Desk,
  visit: Visit,
  account: Account,
  to: string,
): Promise<Answer> {
  await record(desk, { actor: account.id, action: 'sign-in', subject: account.id });
  await desk.staff.sweep(visit.at, desk.settings.idle);
  return redirect(to, await openSession(desk, visit, account, 'full'));
}

async function giveCode(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, form } = visit;
  const next = form.get('next');
  const key = ['code', account.id] as const;
  const wait = await desk.throttle.take(key);
  if (wait !== null) {
    await note(desk, account, 'throttled');
    return { ...tooMany(wait), cookies: await closeSession(desk, visit) };
  }
  if (!(await isRightCode(desk, visit, form.get('code') ?? ''))) {
    await record(desk, { actor: account.id, action: 'code', outcome: 'refused' });
    return codePage({ next, problem: labels.code.wrong });
  }
  await desk.throttle.forgive(key);
  return welcome(desk, visit, account, ownPath(next));
}

/** A code of the app, or one of the printed ones; each works once. */
async function isRightCode(desk: Desk, visit: SignedVisit, typed: string): Promise<boolean> {
  const { id } = visit.account;
  const facts = await desk.staff.signInFacts({ id });
  if (!facts?.totpSecret) return false;
  const step = await stepOfCode(facts.totpSecret, typed, visit.at);
  if (step !== null) return desk.staff.useTotpStep(id, step);
  if (!(await desk.staff.useRecoveryCode(id, recoveryHash(typed)))) return false;
  await record(desk, { actor: id, action: 'recovery-code', subject: id });
  return true;
}

async function signOut(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const cookies = await closeSession(desk, visit);
  await record(desk, { actor: visit.account.id, action: 'sign-out' });
  return redirect('/staff/signed-out', cookies);
}
