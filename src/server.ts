import type { Router } from 'express';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { describeError, type Logger } from './log.ts';
import { securityHeaders } from './site/routes.ts';

/** The parts of the server, already made: this only puts them in order. */
export interface AppParts {
  readonly health: Router;
  readonly directLine: Router;
  readonly botFramework: Router;
  readonly console: Router;
  readonly site: Router;
  readonly trustedProxies: readonly string[];
  /** True when visitors reach it by https. */
  readonly secure: boolean;
  readonly log: Logger;
}

/** Mounts every part and ends with one place for trouble. Does not listen. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...parts.trustedProxies]);
  app.use(securityHeaders(parts.secure));
  app.use(parts.health);
  app.use('/v3/directline', parts.directLine);
  app.use('/api/messages', parts.botFramework);
  app.use('/staff', parts.console);
  app.use(parts.site);
  app.use((_request: Request, response: Response) => {
    response.status(404).json({ error: { code: 'NotFound', message: 'not found' } });
  });
  app.use(reportTrouble(parts.log));
  return app;
}

/** Trouble nobody caught: logged once without anybody's words, answered without its details. */
function reportTrouble(log: Logger) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const status = statusOf(error);
    if (status >= 500)
      log.error({ error: describeError(error), path: request.path }, 'request failed');
    if (response.headersSent) response.end();
    else response.status(status).json({ error: { code: codeOf(status), message: codeOf(status) } });
  };
}

/** Express and its parsers put the status on the error. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function codeOf(status: number): string {
  if (status === 413) return 'TooLarge';
  return status < 500 ? 'BadArgument' : 'ServiceError';
}
