import {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
  urlencoded,
} from 'express';
import { describeError } from '../log.ts';
import { StoreError } from '../storage/errors.ts';
import { record } from './audit.ts';
import type { Desk } from './dependencies.ts';
import { labels } from './labels/house.ts';
import { explain, trouble } from './pages/trouble.ts';
import { address } from './parts/address.ts';
import { BusyError } from './passwords.ts';
import { may } from './policy.ts';
import {
  type Answer,
  type GuardedRoute,
  isOpen,
  type Route,
  redirect,
  type SignedVisit,
  type Visit,
} from './route.ts';
import { isSameOrigin } from './same-origin.ts';
import { makeSend, type Send } from './send.ts';
import { findSession, touch } from './session.ts';

/** A mounted handler, with the route it came from: a test reads the policies off the router. */
export interface Mounted extends RequestHandler {
  readonly route: Route;
}

/** Puts routes on a router. Nothing else in the console does, so no path is without a policy. */
export function mount(desk: Desk, routes: readonly Route[]): Router {
  const router = Router({ caseSensitive: true, strict: false });
  const send = makeSend(desk);
  router.use(refuseForeign(desk, send));
  router.use(urlencoded({ extended: false, limit: '32kb', parameterLimit: 200 }));
  for (const route of routes) {
    const handler = handlerOf(desk, route, send);
    if (route.method === 'GET') router.get(route.path, handler);
    else router.post(route.path, handler);
  }
  router.use(async (request: Request, response: Response) => {
    const visit = visitOf(desk, request);
    send(response, visit, await findAccount(desk, visit), { kind: 'missing' });
  });
  router.use(reportTrouble(desk, send));
  return router;
}

/** Whatever changes something must come from our own pages. Reading changes nothing. */
function refuseForeign(desk: Desk, send: Send): RequestHandler {
  return (request, response, next) => {
    const safe = request.method === 'GET' || request.method === 'HEAD';
    if (safe || isSameOrigin(request.headers, desk.settings.publicUrl)) return next();
    send(response, visitOf(desk, request), null, trouble(403, labels.trouble.foreign));
  };
}

function handlerOf(desk: Desk, route: Route, send: Send): Mounted {
  const handle: RequestHandler = async (request, response) => {
    const visit = visitOf(desk, request);
    if (isOpen(route)) {
      const answer = await route.handle(visit);
      return send(response, visit, null, answer);
    }
    const found = await findSession(desk, visit);
    const refusal = await refuse(desk, route, visit, found);
    if (refusal) return send(response, visit, full(found), refusal);
    if (!found) return;
    if (route.quiet !== true) await touch(desk, found.session, visit.at);
    const signed: SignedVisit = { ...visit, ...found };
    send(response, visit, full(found), await route.handle(signed));
  };
  return Object.assign(handle, { route });
}

type Found = Awaited<ReturnType<typeof findSession>>;

function full(found: Found) {
  return found?.session.stage === 'full' ? found.account : null;
}

/** Null when the route's policy lets the visit through. Decided here, for every route alike. */
async function refuse(
  desk: Desk,
  route: GuardedRoute,
  visit: Visit,
  found: Found,
): Promise<Answer | null> {
  if (!found) return signInFirst(route, visit);
  const { session, account } = found;
  const { access } = route;
  if (access.kind === 'stage') {
    return access.stages.includes(session.stage) ? null : redirect('/staff');
  }
  if (session.stage === 'code') return redirect('/staff/code');
  if (session.stage === 'enrol') return redirect('/staff/codes');
  if (may(account.role, access.permission)) return null;
  const subject = `${route.method} ${route.path}`;
  await record(desk, { actor: account.id, action: 'refused', subject, outcome: 'refused' });
  return trouble(403, labels.trouble.notYours);
}

function signInFirst(route: Route, visit: Visit): Answer {
  if (route.quiet === true || route.method !== 'GET') return trouble(401, labels.trouble.signedOut);
  return redirect(address('/staff/sign-in', { next: `/staff${visit.path}`.replace(/\/$/, '') }));
}

async function findAccount(desk: Desk, visit: Visit) {
  return full(await findSession(desk, visit));
}

function visitOf(desk: Desk, request: Request): Visit {
  const body: unknown = request.body;
  return {
    at: desk.clock(),
    path: request.url,
    params: Object.fromEntries(
      Object.entries(request.params).map(([name, value]) => [name, plain(String(value))]),
    ),
    query: queryOf(request.url),
    form: formOf(body),
    cookies: cookiesOf(request.headers.cookie ?? ''),
    address: request.ip ?? '',
    agent: request.get('user-agent') ?? '',
  };
}

/** The path goes behind a host of its own: `//evil` would else be taken for one. */
function queryOf(url: string): URLSearchParams {
  const { searchParams } = new URL(`http://console${url}`);
  const query = new URLSearchParams();
  for (const [name, value] of searchParams) query.append(name, plain(value));
  return query;
}

/** Without NUL, which PostgreSQL takes in no text. */
function plain(text: string): string {
  return text.replaceAll('\0', '');
}

/** A field given twice counts as given once, with its first value, unless read as a list. */
function formOf(body: unknown): URLSearchParams {
  const form = new URLSearchParams();
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    for (const one of [value].flat()) if (typeof one === 'string') form.append(name, plain(one));
  }
  return form;
}

function cookiesOf(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, equals)).trim(), pair.slice(equals + 1).trim()];
  });
  return new Map(pairs);
}

/** Trouble that nobody caught: said calmly, logged without words, and nothing of the page is sent. */
function reportTrouble(desk: Desk, send: Send) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const known = explain(error);
    const expected = error instanceof BusyError || (known.status ?? 500) < 500;
    if (!expected) {
      const code = error instanceof StoreError ? error.code : undefined;
      desk.log.error({ error: describeError(error), code, path: routePath(request) }, 'console');
    }
    if (response.headersSent) response.end();
    else send(response, visitOf(desk, request), null, known);
  };
}

/** The declared path, not the one asked for: ids stay out of the log. */
function routePath(request: Request): string {
  const found: unknown = request.route;
  if (typeof found === 'object' && found !== null && 'path' in found) return String(found.path);
  return 'unknown';
}
