import { StoreError } from '../../storage/errors.ts';
import type { Account, OneTimeToken } from '../../storage/staff-store.ts';
import { record } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { labels } from '../labels/house.ts';
import { continuePage, providerFailedPage } from '../pages/provider.ts';
import { trouble } from '../pages/trouble.ts';
import { type Identity, ProviderError } from '../provider.ts';
import {
  type Answer,
  anyone,
  type Cookie,
  missing,
  needs,
  type Route,
  route,
  type SignedVisit,
  type Visit,
} from '../route.ts';
import { randomToken, tokenId } from '../secrets.ts';
import { cookieName } from '../session.ts';
import { welcome } from './sign-in.ts';

/** How long somebody may be away at the provider. */
const AWAY = 10 * 60_000;

/** Sign-in by OpenID Connect, and connecting an account to an identity there. */
export function providerRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/sign-in/provider',
      access: anyone,
      handle: (visit) => leave(desk, visit, {}),
    }),
    route({
      method: 'POST',
      path: '/set-up/:token/provider',
      access: anyone,
      handle: (visit) => leaveWithLink(desk, visit),
    }),
    route({
      method: 'POST',
      path: '/me/provider',
      access: needs('me'),
      handle: (visit: SignedVisit) => leave(desk, visit, { connect: visit.account.id }),
    }),
    route({
      method: 'GET',
      path: '/sign-in/provider/return',
      access: anyone,
      handle: (visit) => comeBack(desk, visit),
    }),
  ];
}

/**
 * Sends the browser there by a page, not by a redirect: the policy of our pages lets no form lead to
 * another site. What the answer is held against waits in the database, under a cookie that a visit
 * from the provider may bring along.
 */
async function leave(
  desk: Desk,
  visit: Visit,
  data: Readonly<Record<string, string>>,
): Promise<Answer> {
  if (desk.provider === null) return missing;
  try {
    const { url, checks } = await desk.provider.begin();
    const token = randomToken();
    await desk.staff.createToken({
      id: tokenId(token),
      purpose: 'provider',
      accountId: null,
      data: { ...checks, ...data },
      expiresAt: visit.at + AWAY,
    });
    const cookie = { name: awayCookie(desk), value: token, sameSite: 'lax', maxAge: AWAY } as const;
    return { ...continuePage(labels.provider.going, url), cookies: [cookie] };
  } catch (error) {
    return failed(desk, error);
  }
}

async function leaveWithLink(desk: Desk, visit: Visit): Promise<Answer> {
  const link = await desk.staff.findToken(tokenId(visit.params.token ?? ''), visit.at);
  if (link?.purpose !== 'set-password' || link.accountId === null) {
    return trouble(410, labels.setUp.over);
  }
  return leave(desk, visit, { link: link.id });
}

async function comeBack(desk: Desk, visit: Visit): Promise<Answer> {
  const token = visit.cookies.get(awayCookie(desk));
  const away = token && (await desk.staff.takeToken(tokenId(token), visit.at));
  if (desk.provider === null || !away || away.purpose !== 'provider') return providerFailedPage();
  const { state = '', nonce = '', verifier = '' } = away.data;
  try {
    const identity = await desk.provider.finish(visit.query, { state, nonce, verifier });
    const account = await accountOf(desk, visit, away, identity);
    if (!account || account.disabledAt !== null) {
      await record(desk, { actor: 'nobody', action: 'sign-in', outcome: 'refused' });
      return providerFailedPage();
    }
    // The cookie of the session is not sent along a redirect that began elsewhere, so a page of our
    // own goes on from here.
    const entered = await welcome(desk, visit, account, '/staff');
    const gone: Cookie = { name: awayCookie(desk), value: null, sameSite: 'lax' };
    const cookies = [...(entered.cookies ?? []), gone];
    return { ...continuePage(labels.provider.back, '/staff'), cookies };
  } catch (error) {
    return failed(desk, error);
  }
}

/** Whose identity it is; first connected when the way there began with a link or from within. */
async function accountOf(
  desk: Desk,
  visit: Visit,
  { data }: OneTimeToken,
  { issuer, subject }: Identity,
): Promise<Account | undefined> {
  const link =
    data.link === undefined ? undefined : await desk.staff.takeToken(data.link, visit.at);
  const id = data.connect ?? link?.accountId ?? null;
  if (data.link !== undefined && id === null) return undefined;
  if (id === null) return desk.staff.findByIdentity(issuer, subject);
  await record(desk, { actor: id, action: 'provider-connected', subject: id });
  await desk.staff.connectIdentity(id, issuer, subject);
  return desk.staff.findAccount(id);
}

async function failed(desk: Desk, error: unknown): Promise<Answer> {
  const conflict = error instanceof StoreError && error.code === 'conflict';
  if (!conflict && !(error instanceof ProviderError)) throw error;
  await record(desk, { actor: 'nobody', action: 'sign-in', outcome: 'refused' });
  desk.log.warn({ reason: conflict ? 'identity taken' : reasonOf(error) }, 'provider sign-in');
  return providerFailedPage();
}

/** The library's code, such as `OAUTH_INVALID_RESPONSE`: enough for whoever runs the server. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}

function awayCookie(desk: Desk): string {
  return cookieName(desk.secure, 'footnote-away');
}
