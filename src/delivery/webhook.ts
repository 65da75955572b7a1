import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Delivery } from '../storage/store.ts';
import { codeOf, DeliveryError, type Destination } from './destination.ts';
import { isLoopback, isPublic, lookupPublic } from './network.ts';

export interface WebhookSettings {
  /** https, or http to this machine. */
  readonly url: string;
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  /** Lets it reach private networks. */
  readonly allowPrivate: boolean;
}

const TIMEOUT = 10_000;

/**
 * Posts each request as JSON, signed by the Standard Webhooks scheme (standardwebhooks.com): the
 * receiver checks `webhook-signature` and drops a `webhook-id` it has seen, which is the same at
 * every try. Any answer but 2xx is a failure; redirects are not followed.
 * @param timeout milliseconds for the whole exchange
 * @throws DeliveryError `address-not-allowed` when it is neither https nor this machine, or private
 */
export function webhookDestination(
  settings: WebhookSettings,
  clock: () => number,
  timeout: number = TIMEOUT,
): Destination {
  const url = new URL(settings.url);
  if (!mayCall(url, settings.allowPrivate)) throw new DeliveryError('address-not-allowed');
  const signer = new Webhook(settings.secret);
  return {
    name: 'webhook',
    async deliver(delivery) {
      const body = writeBody(delivery);
      const at = new Date(clock());
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'webhook-id': delivery.requestId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signer.sign(delivery.requestId, at, body),
      };
      const status = await post(url, headers, body, settings.allowPrivate, timeout);
      if (status < 200 || status > 299) throw new DeliveryError(`http-${status}`);
    },
  };
}

/** A host given as an address is checked here; a name is checked when it is looked up. */
function mayCall(url: URL, allowPrivate: boolean): boolean {
  if (isLoopback(url.hostname)) return ['http:', 'https:'].includes(url.protocol);
  if (url.protocol !== 'https:') return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return allowPrivate || isIP(host) === 0 || isPublic(host);
}

/** The least that reception needs; times are ISO 8601. */
function writeBody({ request }: Delivery): string {
  const { reference, kind, name, phone, email, times, at } = request;
  const timestamp = new Date(at).toISOString();
  const data = { reference, kind, name, phone, email, times };
  return JSON.stringify({ type: 'request.created', timestamp, data });
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowPrivate: boolean,
  timeout: number,
): Promise<number> {
  const signal = AbortSignal.timeout(timeout);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const guard = allowPrivate || isLoopback(url.hostname) ? {} : { lookup: lookupPublic };
  return new Promise((resolve, reject) => {
    const call = send(url, { method: 'POST', headers, signal, agent: false, ...guard });
    call.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      // What it says is of no use, and may be endless.
      response.destroy();
    });
    call.on('error', (error) => {
      reject(new DeliveryError(signal.aborted ? 'timeout' : codeOf(error), error));
    });
    call.end(body);
  });
}
