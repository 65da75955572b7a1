import { StoreError } from '../../storage/errors.ts';
import type { OneTimeToken } from '../../storage/staff-store.ts';
import { record } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { labels } from '../labels/house.ts';
import { setUpPage } from '../pages/set-up.ts';
import { tooMany, trouble } from '../pages/trouble.ts';
import type { Problems } from '../parts/forms.ts';
import { hashPassword, passwordProblem } from '../passwords.ts';
import { hire, readUsername } from '../people.ts';
import { needsCode } from '../policy.ts';
import { type Answer, anyone, type Route, redirect, route, type Visit } from '../route.ts';
import { tokenId } from '../secrets.ts';
import { openSession } from '../session.ts';
import { welcome } from './sign-in.ts';

/** The one-time links: the first owner, and everybody's first or new password. */
export function setUpRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/set-up/:token',
      access: anyone,
      handle: (visit) => show(desk, visit),
    }),
    route({
      method: 'POST',
      path: '/set-up/:token',
      access: anyone,
      handle: (visit) => setUp(desk, visit),
    }),
  ];
}

async function show(desk: Desk, visit: Visit): Promise<Answer> {
  const token = await findLink(desk, visit);
  if (token === 'throttled') return tooMany(60_000);
  if (!token) return linkOver();
  return setUpPage(await formOf(desk, visit, token), {});
}

function linkOver(): Answer {
  return trouble(410, labels.setUp.over);
}

/** Looking one up counts as a try: the links have 256 bits, and nobody needs many. */
async function findLink(desk: Desk, visit: Visit): Promise<OneTimeToken | undefined | 'throttled'> {
  const wait = await desk.throttle.take(['address', visit.address]);
  if (wait !== null) return 'throttled';
  const token = await desk.staff.findToken(tokenId(visit.params.token ?? ''), visit.at);
  return token?.purpose === 'first-owner' || token?.purpose === 'set-password' ? token : undefined;
}

async function formOf(desk: Desk, visit: Visit, { purpose, accountId }: OneTimeToken) {
  const account = accountId === null ? undefined : await desk.staff.findAccount(accountId);
  const { form, params } = visit;
  return {
    token: params.token ?? '',
    first: purpose === 'first-owner',
    username: account?.username ?? form.get('username') ?? '',
    name: account?.name ?? form.get('name') ?? '',
    provider: purpose === 'set-password' ? (desk.provider?.label ?? null) : null,
  };
}

async function setUp(desk: Desk, visit: Visit): Promise<Answer> {
  const token = await findLink(desk, visit);
  if (token === 'throttled') return tooMany(60_000);
  if (!token) return linkOver();
  const form = await formOf(desk, visit, token);
  const username = readUsername(form.username);
  const password = visit.form.get('password') ?? '';
  const problems = checkForm(desk, visit, form.name, username);
  if (Object.keys(problems).length > 0 || username === null) return setUpPage(form, problems);
  const hash = await hashPassword(password);
  // Taken only now, so that a mistyped form costs nothing; of two that try at once, one goes on.
  if (!(await desk.staff.takeToken(token.id, visit.at))) return linkOver();
  const id = token.accountId ?? (await hireFirst(desk, visit, username, form.name));
  if (id === null) return linkOver();
  await record(desk, { actor: id, action: 'set-up', subject: id });
  await desk.staff.setPassword(id, hash, null);
  return goIn(desk, visit, id);
}

/** Null when somebody else was first. */
async function hireFirst(desk: Desk, visit: Visit, username: string, name: string) {
  if ((await desk.staff.countAccounts()) > 0) return null;
  try {
    const person = { username, name: name.trim(), role: 'owner' } as const;
    return await hire(desk.staff, person, visit.at);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') return null;
    throw error;
  }
}

async function goIn(desk: Desk, visit: Visit, id: string): Promise<Answer> {
  const account = await desk.staff.findAccount(id);
  if (!account || account.disabledAt !== null) return linkOver();
  if (account.codes) {
    return redirect('/staff/code', await openSession(desk, visit, account, 'code'));
  }
  if (needsCode(account.role, desk.settings.codeRule)) {
    return redirect('/staff/codes', await openSession(desk, visit, account, 'enrol'));
  }
  return welcome(desk, visit, account, '/staff');
}

function checkForm(desk: Desk, visit: Visit, name: string, username: string | null): Problems {
  const problems: Record<string, string> = {};
  if (name.trim() === '' || name.length > 100) problems.name = labels.setUp.nameMissing;
  if (username === null) problems.username = labels.setUp.usernameWrong;
  const own = [name, username ?? '', desk.guide().content.clinic.name, 'footnote', 'physio'];
  return { ...problems, ...checkNewPassword(visit, own) };
}

/** A new password and its repetition, as three pages ask for them. */
export function checkNewPassword(visit: Visit, context: readonly string[]): Problems {
  const password = visit.form.get('password') ?? '';
  const problem = passwordProblem(password, context);
  if (problem !== null) return { password: labels.password[problem] };
  if (visit.form.get('again') !== password) return { again: labels.password.differs };
  return {};
}
