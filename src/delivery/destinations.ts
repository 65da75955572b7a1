import type { EmailTexts } from '../core/guide.ts';
import type { Destination } from './destination.ts';
import { type EmailSettings, emailDestination } from './email.ts';
import { type WebhookSettings, webhookDestination } from './webhook.ts';

/** Every destination that is configured; none is allowed, and then requests wait in the database. */
export function makeDestinations(
  settings: { readonly email: EmailSettings | null; readonly webhook: WebhookSettings | null },
  texts: () => EmailTexts,
  clock: () => number,
): readonly Destination[] {
  return [
    ...(settings.email ? [emailDestination(settings.email, texts)] : []),
    ...(settings.webhook ? [webhookDestination(settings.webhook, clock)] : []),
  ];
}
