import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { describeError } from '../log.ts';
import type { Account } from '../storage/staff-store.ts';
import { ASSETS } from './assets.ts';
import type { Desk } from './dependencies.ts';
import { labels } from './labels/house.ts';
import { pageMissing } from './pages/trouble.ts';
import { layout } from './parts/layout.ts';
import type { Answer, Cookie, Visit } from './route.ts';

/** Puts an answer on the wire, with the headers of the console. */
export type Send = (
  response: Response,
  visit: Visit,
  account: Account | null,
  answer: Answer,
) => void;

export function makeSend(desk: Desk): Send {
  const digest = createHash('sha256');
  for (const file of ASSETS) {
    digest.update(readFileSync(path.join(desk.assets, file)));
  }
  const assets = digest.digest('hex').slice(0, 12);
  return (response, visit, account, answer) => {
    response.set({ 'Content-Security-Policy': CONTENT_POLICY, 'Cache-Control': 'no-store' });
    setCookies(response, desk.secure, answer.cookies ?? []);
    switch (answer.kind) {
      case 'page':
        return sendPage(desk, response, visit, account, answer, assets);
      case 'missing':
        return sendPage(desk, response, visit, account, pageMissing, assets);
      case 'fragment':
        response.type('html').send(answer.body.text);
        return;
      case 'redirect':
        response.redirect(303, answer.to);
        return;
      case 'file':
        response.attachment(answer.name).type(answer.type).send(answer.text);
        return;
      case 'stream':
        response.attachment(answer.name).type(answer.type);
        void sendPieces(desk, response, answer.pieces);
        return;
      case 'asset':
        response.set('Cache-Control', 'public, max-age=31536000, immutable');
        response.type(answer.type).send(answer.text);
        return;
    }
  };
}

/** Our own style and script and no other, nothing inline, forms to ourselves, never in a frame. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

function sendPage(
  desk: Desk,
  response: Response,
  visit: Visit,
  account: Account | null,
  answer: Extract<Answer, { kind: 'page' }>,
  assets: string,
): void {
  const done = visit.query.get('done');
  const notice = Object.entries(labels.done).find(([name]) => name === done)?.[1] ?? null;
  if (answer.retryAfter !== undefined) response.set('Retry-After', String(answer.retryAfter));
  if (answer.clearCache) response.set('Clear-Site-Data', '"cache"');
  const frame = {
    title: answer.title,
    clinic: desk.guide().content.clinic.name,
    account,
    section: answer.section ?? null,
    notice,
    assets,
    idle: desk.settings.idle,
    goOn: answer.goOn ?? null,
    script: answer.script ?? null,
  };
  response
    .status(answer.status ?? 200)
    .type('html')
    .send(layout(frame, answer.body).text);
}

/** What has begun cannot turn into a page of trouble: the connection is cut, so no browser takes it for whole. */
async function sendPieces(desk: Desk, response: Response, pieces: AsyncIterable<string>) {
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    // Whoever closed the window meanwhile is no trouble.
    if (isClosed(error)) return;
    desk.log.error({ error: describeError(error) }, 'a file was cut off');
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function setCookies(response: Response, secure: boolean, cookies: readonly Cookie[]): void {
  for (const { name, value, maxAge, sameSite } of cookies) {
    const how = { httpOnly: true, secure, sameSite, path: '/' };
    if (value === null) response.clearCookie(name, how);
    else response.cookie(name, value, maxAge === undefined ? how : { ...how, maxAge });
  }
}
