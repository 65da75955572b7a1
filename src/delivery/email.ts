import { createTransport } from 'nodemailer';
import type { EmailTexts } from '../core/guide.ts';
import type { ContactRequest, Delivery } from '../storage/store.ts';
import { codeOf, DeliveryError, type Destination } from './destination.ts';
import { isLoopback } from './network.ts';

export interface EmailSettings {
  /** Such as `smtps://user:password@mail.clinic.example`. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: string;
}

/** Milliseconds of silence that end a connection. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
/** Milliseconds for a whole mail, however busily the server dawdles: well under the relay's lease. */
const TIMEOUT = 60_000;
const LONGEST_VALUE = 300;

/**
 * Sends each request to the clinic's mailbox: reference, name, contact and times, nothing about
 * health. A repeat carries the same Message-ID, by which mail programs show it once.
 * @param texts read at every mail, as content may be reloaded
 * @param timeout milliseconds for a whole mail
 */
export function emailDestination(
  settings: EmailSettings,
  texts: () => EmailTexts,
  timeout: number = TIMEOUT,
): Destination {
  const { hostname, username } = new URL(settings.smtpUrl);
  const transport = createTransport({
    url: settings.smtpUrl,
    ...TIMEOUTS,
    // A password never crosses the network in the open.
    requireTLS: username !== '' && !isLoopback(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: 'email',
    async deliver(delivery) {
      try {
        const mail = writeMail(settings, texts(), delivery);
        await transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeout) });
      } catch (error) {
        throw new DeliveryError(smtpCode(error), error);
      }
    },
  };
}

function writeMail({ from, to }: EmailSettings, texts: EmailTexts, delivery: Delivery) {
  const values = valuesOf(texts, delivery.request);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    from,
    to,
    subject: fill(texts.subject, values),
    text: fill(texts.body, values),
    messageId: `<${delivery.request.reference}.${delivery.requestId}@${domain}>`,
    // Asks out-of-office replies to stay away (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function valuesOf(texts: EmailTexts, request: ContactRequest): Readonly<Record<string, string>> {
  const contact = [request.phone, request.email].filter((one) => one !== null).join(', ');
  const words = { name: request.name, contact, times: request.times ?? '' };
  const shown = Object.entries(words).map(([name, value]) => [name, oneLine(value) || texts.none]);
  return {
    ...Object.fromEntries(shown),
    kind: texts.kinds[request.kind],
    reference: request.reference,
  };
}

/** A visitor's words can neither end a header nor look like another line of the mail. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return [...line].slice(0, LONGEST_VALUE).join('');
}

/** One pass, so that a name such as `{contact}` stays a name. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark);
}

/** The server's answer, such as `smtp-451`, else what happened to the connection. */
function smtpCode(error: unknown): string {
  if (error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number') {
    return `smtp-${error.responseCode}`;
  }
  const code = codeOf(error);
  return code === 'EABORT' ? 'timeout' : code;
}
