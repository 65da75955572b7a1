import type { Delivery } from '../storage/store.ts';

/** A place that requests are sent to. */
export interface Destination {
  /** Kept in the outbox with what is still to be sent: never change it. */
  readonly name: 'email' | 'webhook';
  /**
   * Resolves once the receiver has taken the request. May be called again with the same
   * `requestId` when nobody knows whether it has.
   * @throws DeliveryError when it was not taken
   */
  deliver(delivery: Delivery): Promise<void>;
}

/** A delivery that did not succeed. The code, such as `smtp-451`, is kept and logged; no words are. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`not delivered: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** The code of whatever went wrong: Node's and nodemailer's own, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : 'failed';
}
