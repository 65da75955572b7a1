import type { Account, Session, Stage } from '../storage/staff-store.ts';
import type { Desk } from './dependencies.ts';
import type { Cookie, Visit } from './route.ts';
import { randomToken, tokenId } from './secrets.ts';

/** On the way in, there is little time: a password is given and the code must follow. */
const STAGE_LASTS = 10 * 60_000;
/** Being active is written down at most so often: it saves a write for every page. */
const TOUCH_EVERY = 30_000;
/** How long a browser that got in is known by its own count of tries. */
const DEVICE_LASTS = 60 * 86_400_000;

/** `__Host-` binds a cookie to this host and to https; plain http on loopback cannot have it. */
export function cookieName(secure: boolean, name = 'footnote'): string {
  return secure ? `__Host-${name}` : name;
}

/**
 * Begins a session under a new id, and ends the one the browser came with: what somebody planted in
 * it before is worth nothing after.
 */
export async function openSession(
  desk: Desk,
  visit: Visit,
  account: Account,
  stage: Stage,
): Promise<readonly Cookie[]> {
  await closeSession(desk, visit);
  const token = randomToken();
  const lasts = stage === 'full' ? desk.settings.longest : STAGE_LASTS;
  await desk.staff.createSession({
    id: tokenId(token),
    accountId: account.id,
    stage,
    createdAt: visit.at,
    lastSeenAt: visit.at,
    expiresAt: visit.at + lasts,
    address: visit.address,
    agent: visit.agent.slice(0, 200),
  });
  const own: Cookie = { name: cookieName(desk.secure), value: token, sameSite: 'strict' };
  return stage === 'full' ? [own, ...(await rememberDevice(desk, visit, account))] : [own];
}

/** Ends the session of the browser, whoever's it is, and takes the cookie away. */
export async function closeSession(desk: Desk, visit: Visit): Promise<readonly Cookie[]> {
  const token = visit.cookies.get(cookieName(desk.secure));
  if (token !== undefined) {
    const found = await desk.staff.findSession(tokenId(token));
    if (found) await desk.staff.endSession(found.account.id, found.session.id);
  }
  return [{ name: cookieName(desk.secure), value: null, sameSite: 'strict' }];
}

/** The session of a visit, within both limits; undefined when there is none or it is over. */
export async function findSession(
  desk: Desk,
  visit: Visit,
): Promise<{ readonly session: Session; readonly account: Account } | undefined> {
  const token = visit.cookies.get(cookieName(desk.secure));
  if (token === undefined) return undefined;
  const found = await desk.staff.findSession(tokenId(token));
  if (!found) return undefined;
  const { session, account } = found;
  const over = session.expiresAt <= visit.at || session.lastSeenAt + desk.settings.idle <= visit.at;
  if (!over) return found;
  await desk.staff.endSession(account.id, session.id);
  return undefined;
}

export async function touch(desk: Desk, session: Session, at: number): Promise<void> {
  if (at - session.lastSeenAt >= TOUCH_EVERY) await desk.staff.touchSession(session.id, at);
}

async function rememberDevice(
  desk: Desk,
  visit: Visit,
  account: Account,
): Promise<readonly Cookie[]> {
  if ((await knownDevice(desk, visit, account.id)) !== null) return [];
  const token = randomToken();
  const expiresAt = visit.at + DEVICE_LASTS;
  const id = tokenId(token);
  await desk.staff.createToken({
    id,
    purpose: 'device',
    accountId: account.id,
    data: {},
    expiresAt,
  });
  const name = cookieName(desk.secure, 'footnote-device');
  return [{ name, value: token, sameSite: 'strict', maxAge: DEVICE_LASTS }];
}

/** The id of a browser that signed in to this very account before, or null. */
export async function knownDevice(
  desk: Desk,
  visit: Visit,
  accountId: string,
): Promise<string | null> {
  const token = visit.cookies.get(cookieName(desk.secure, 'footnote-device'));
  if (token === undefined) return null;
  const found = await desk.staff.findToken(tokenId(token), visit.at);
  return found?.purpose === 'device' && found.accountId === accountId ? found.id : null;
}
