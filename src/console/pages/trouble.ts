import { html } from '../../html.ts';
import { StoreError } from '../../storage/errors.ts';
import { labels } from '../labels/house.ts';
import { BusyError } from '../passwords.ts';
import { type Answer, page } from '../route.ts';

type Page = Extract<Answer, { kind: 'page' }>;

/** A page that says why not, and offers the way back. */
export function trouble(status: number, text: string, retryAfter?: number): Page {
  const body = html`<p>${text}</p><p><a href="/staff">${labels.trouble.back}</a></p>`;
  return {
    kind: 'page',
    title: labels.trouble.title,
    body,
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

export const pageMissing: Page = trouble(404, labels.trouble.missing);

/** What a member of staff is told of an error: never its own words. */
export function explain(error: unknown): Page {
  if (error instanceof BusyError) return trouble(503, labels.trouble.busy, 2);
  if (error instanceof StoreError) return trouble(503, labels.trouble.store, 10);
  const status = statusOf(error);
  return trouble(status, status === 413 ? labels.trouble.tooLarge : labels.trouble.unknown);
}

/** Express and its parsers put the status on the error. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Too many tries: when to come back, in minutes. */
export function tooMany(wait: number): Answer {
  const minutes = Math.max(1, Math.ceil(wait / 60_000));
  const text = labels.trouble.tooMany.replace('{minutes}', String(minutes));
  return page(labels.trouble.title, html`<p>${text}</p>`, {
    status: 429,
    retryAfter: Math.max(1, Math.ceil(wait / 1000)),
  });
}
