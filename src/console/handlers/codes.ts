import { record } from '../audit.ts';
import {
  drawSecret,
  newRecoveryCodes,
  newSecret,
  recoveryHash,
  spellSecret,
  stepOfCode,
} from '../codes.ts';
import type { Desk } from '../dependencies.ts';
import { labels } from '../labels/house.ts';
import { codesPage, recoveryPage, startCodesPage } from '../pages/codes.ts';
import { tooMany } from '../pages/trouble.ts';
import { type Answer, type Route, redirect, route, type SignedVisit, staged } from '../route.ts';
import { openSession } from '../session.ts';
import { refuseWithoutPassword } from './confirm.ts';

/** Setting up the authenticator app: on the way in for those who must, or from one's own account. */
export function codesRoutes(desk: Desk): readonly Route[] {
  const access = staged('enrol', 'full');
  return [
    route({ method: 'GET', path: '/codes', access, handle: (visit) => show(desk, visit) }),
    route({ method: 'POST', path: '/codes/start', access, handle: (visit) => start(desk, visit) }),
    route({ method: 'POST', path: '/codes', access, handle: (visit) => prove(desk, visit) }),
  ];
}

async function show(desk: Desk, visit: SignedVisit, problem?: string): Promise<Answer> {
  const facts = await desk.staff.signInFacts({ id: visit.account.id });
  const secret = facts?.pendingSecret;
  if (!secret) return startCodesPage(visit.session.stage === 'enrol', {});
  const clinic = desk.guide().content.clinic.name;
  const picture = await drawSecret(secret, clinic, visit.account.username);
  return codesPage(picture, spellSecret(secret), problem);
}

/** From within, the password is asked for again: a desk left open must not change who gets in. */
async function start(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, session } = visit;
  if (session.stage === 'full') {
    const refusal = await refuseWithoutPassword(desk, visit);
    if (refusal === 'throttled') return tooMany(60_000);
    if (refusal) return startCodesPage(false, { current: labels.me.wrongPassword });
  }
  await desk.staff.startCodes(account.id, newSecret());
  return redirect('/staff/codes');
}

async function prove(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { account, at, form } = visit;
  const key = ['code', account.id] as const;
  const wait = await desk.throttle.take(key);
  if (wait !== null) return tooMany(wait);
  const facts = await desk.staff.signInFacts({ id: account.id });
  const secret = facts?.pendingSecret;
  const step = secret ? await stepOfCode(secret, form.get('code') ?? '', at) : null;
  if (step === null) return show(desk, visit, labels.code.wrong);
  const codes = newRecoveryCodes();
  await record(desk, { actor: account.id, action: 'codes', subject: account.id });
  await desk.staff.finishCodes(account.id, step, codes.map(recoveryHash));
  await desk.staff.endSessions(account.id, visit.session.id);
  await desk.throttle.forgive(key);
  await record(desk, { actor: account.id, action: 'sign-in', subject: account.id });
  const cookies = await openSession(desk, visit, account, 'full');
  return { ...recoveryPage(codes), cookies };
}
