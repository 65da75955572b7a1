import type { NextFunction, Request, Response } from 'express';
import type { Report } from '../turn.ts';
import { TooDeepError } from './json.ts';

/** An answer other than "done", in Direct Line's own form. The message is for developers. */
export class DirectLineError extends Error {
  override readonly name = 'DirectLineError';
  readonly status: number;
  readonly code: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Writes every trouble of a router as `{"error":{"code","message"}}`; logs what is a defect of ours. */
export function answerTrouble(report: Report) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    const { status, code, message, retryAfter } = asTrouble(error);
    if (status === 500) report(error, 'a Direct Line request failed');
    if (retryAfter !== null) response.set('Retry-After', String(retryAfter));
    if (response.headersSent) next(error);
    else response.status(status).json({ error: { code, message } });
  };
}

function asTrouble(error: unknown): DirectLineError {
  if (error instanceof DirectLineError) return error;
  if (error instanceof TooDeepError) return new DirectLineError(400, 'BadArgument', error.message);
  const status = parserStatus(error);
  if (status === 413) return new DirectLineError(413, 'TooLarge', 'the body is too large');
  if (status === 415) return new DirectLineError(415, 'UnsupportedMediaType', 'send JSON in UTF-8');
  if (status !== null)
    return new DirectLineError(status, 'BadArgument', 'the request cannot be read');
  return new DirectLineError(500, 'ServiceError', 'something went wrong');
}

/** Express' body parser puts a 4xx status on what it throws. */
function parserStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
