import type { Html } from '../html.ts';
import type { Account, Session, Stage } from '../storage/staff-store.ts';
import type { Section } from './parts/navigation.ts';
import type { Permission } from './policy.ts';

/** One request to the console, taken apart. */
export interface Visit {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The path below `/staff` and its query, as asked for. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The fields of a posted form, empty otherwise. */
  readonly form: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
  readonly address: string;
  readonly agent: string;
}

/** A request of somebody who is signed in, at least as far as the route asks. */
export interface SignedVisit extends Visit {
  readonly account: Account;
  readonly session: Session;
}

/** What goes back. Every kind may set cookies; a null value takes one away. */
export type Answer = { readonly cookies?: readonly Cookie[] } & (
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly body: Html;
      readonly section?: Section;
      readonly status?: number;
      /** Seconds, with status 429 and 503. */
      readonly retryAfter?: number;
      /** Sends the browser on by itself; for the one page that must not redirect. */
      readonly goOn?: string;
      readonly clearCache?: boolean;
      /** A script of this page alone, beside the one of all pages. */
      readonly script?: string;
    }
  /** Part of a page, fetched by the page's script. */
  | { readonly kind: 'fragment'; readonly body: Html }
  /** To a path below `/staff`, or, for a sign-in elsewhere, to an address. Always by GET. */
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly text: string }
  /** A file that is too big to be made at once: sent as it is made, cut off when that fails. */
  | {
      readonly kind: 'stream';
      readonly name: string;
      readonly type: string;
      readonly pieces: AsyncIterable<string>;
    }
  /** A file that is the same for everybody and may be kept by browsers. */
  | { readonly kind: 'asset'; readonly type: string; readonly text: string }
  | { readonly kind: 'missing' }
);

export interface Cookie {
  readonly name: string;
  readonly value: string | null;
  /** Milliseconds; without it the cookie lasts as long as the browser. */
  readonly maxAge?: number;
  /** `lax` only for what must come back from another site. */
  readonly sameSite: 'strict' | 'lax';
}

/** The policy of a route. There is none without. */
export type Access =
  /** Before sign-in. */
  | { readonly kind: 'anyone' }
  /** On the way in: a password was given, a code is still to come or to be set up. */
  | { readonly kind: 'stage'; readonly stages: readonly Stage[] }
  /** Signed in all the way, in a role that has the permission. */
  | { readonly kind: 'may'; readonly permission: Permission };

interface RouteBase {
  readonly method: 'GET' | 'POST';
  /** Below `/staff`, as express writes paths: `/conversations/:id`. */
  readonly path: string;
  /** True for what a page fetches by itself: it does not count as being active. */
  readonly quiet?: boolean;
}

/** Open to anyone: it knows nobody. */
export interface OpenRoute extends RouteBase {
  readonly access: Extract<Access, { kind: 'anyone' }>;
  readonly handle: (visit: Visit) => Promise<Answer>;
}

/** For those whom its access lets in. */
export interface GuardedRoute extends RouteBase {
  readonly access: Exclude<Access, { kind: 'anyone' }>;
  readonly handle: (visit: SignedVisit) => Promise<Answer>;
}

export type Route = OpenRoute | GuardedRoute;

export function isOpen(route: Route): route is OpenRoute {
  return route.access.kind === 'anyone';
}

export const anyone: Extract<Access, { kind: 'anyone' }> = { kind: 'anyone' };

export function staged(...stages: readonly Stage[]): Extract<Access, { kind: 'stage' }> {
  return { kind: 'stage', stages };
}

export function needs(permission: Permission): Extract<Access, { kind: 'may' }> {
  return { kind: 'may', permission };
}

/** The one way to declare a route: without an access it does not compile, and none is mounted else. */
export function route(declared: OpenRoute): Route;
export function route(declared: GuardedRoute): Route;
export function route(declared: Route): Route {
  return declared;
}

export function page(
  title: string,
  body: Html,
  more: Omit<Extract<Answer, { kind: 'page' }>, 'kind' | 'title' | 'body'> = {},
): Answer {
  return { kind: 'page', title, body, ...more };
}

export function redirect(to: string, cookies: readonly Cookie[] = []): Answer {
  return { kind: 'redirect', to, cookies };
}

export const missing: Answer = { kind: 'missing' };
