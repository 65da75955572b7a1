import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { labels } from '../labels/house.ts';
import { mePage } from '../pages/me.ts';
import { tooMany } from '../pages/trouble.ts';
import type { Problems } from '../parts/forms.ts';
import { clinicTime } from '../parts/when.ts';
import { hashPassword } from '../passwords.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';
import { openSession } from '../session.ts';
import { refuseWithoutPassword } from './confirm.ts';
import { checkNewPassword } from './set-up.ts';

/** One's own account: where one is signed in, the password, the authenticator. */
export function meRoutes(desk: Desk): readonly Route[] {
  const access = needs('me');
  const post = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'POST', path, access, handle });
  return [
    route({ method: 'GET', path: '/me', access, handle: (visit) => show(desk, visit, {}) }),
    post('/me/password', (visit) => changePassword(desk, visit)),
    post('/me/sessions/end', (visit) => endOne(desk, visit)),
    post('/me/sessions/end-others', (visit) => endOthers(desk, visit)),
  ];
}

async function show(desk: Desk, visit: SignedVisit, problems: Problems): Promise<Answer> {
  const { account, session, at } = visit;
  return mePage({
    account,
    session,
    sessions: await desk.staff.listSessions(account.id, at, desk.settings.idle),
    recoveryCodes: await desk.staff.countRecoveryCodes(account.id),
    provider: desk.provider?.label ?? null,
    problems,
    time: clinicTime(desk.guide().content.clinic.timeZone),
  });
}

async function changePassword(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, form } = visit;
  const refusal = await refuseWithoutPassword(desk, visit);
  if (refusal === 'throttled') return tooMany(60_000);
  if (refusal) return show(desk, visit, { current: labels.me.wrongPassword });
  const own = [account.name, account.username, desk.guide().content.clinic.name, 'footnote'];
  const problems = checkNewPassword(visit, own);
  if (Object.keys(problems).length > 0) return show(desk, visit, problems);
  const hash = await hashPassword(form.get('password') ?? '');
  await audited(desk, visit, 'password', account.id, () =>
    desk.staff.setPassword(account.id, hash, null),
  );
  await desk.staff.dropTokens('set-password', account.id);
  return redirect('/staff/me?done=password', await openSession(desk, visit, account, 'full'));
}

async function endOne(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, form } = visit;
  const done = await audited(desk, visit, 'session-ended', account.id, () =>
    desk.staff.endSession(account.id, form.get('session') ?? ''),
  );
  return done ? redirect('/staff/me?done=ended') : missing;
}

async function endOthers(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, session } = visit;
  await audited(desk, visit, 'session-ended', account.id, () =>
    desk.staff.endSessions(account.id, session.id),
  );
  await desk.staff.dropTokens('device', account.id);
  return redirect('/staff/me?done=ended');
}
