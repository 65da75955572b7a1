import type { EmailTexts } from '../../src/core/guide.ts';
import { DeliveryError } from '../../src/delivery/destination.ts';
import type { ContactRequest, Delivery } from '../../src/storage/store.ts';
import { NOON } from '../helpers/turns.ts';

export const TEXTS: EmailTexts = {
  subject: '{kind} {reference}',
  body: 'Reference {reference} ({kind})\nName: {name}\nContact: {contact}\nTimes: {times}\n',
  kinds: {
    booking: 'Booking request',
    message: 'Message',
    'call-back': 'Call-back request',
    aftercare: 'Aftercare note',
  },
  none: 'not given',
};

/** A delivery as the outbox hands it out. */
export function deliveryOf(
  words: Partial<ContactRequest> = {},
  rest: Partial<Delivery> = {},
): Delivery {
  return {
    id: '5f0c/email',
    requestId: '5f0c',
    destination: 'email',
    request: {
      kind: 'booking',
      reference: 'DN-7F3K',
      at: NOON,
      name: 'Ana Lim',
      phone: '+442079460018',
      email: null,
      times: 'any Tuesday morning',
      ...words,
    },
    conversation: 'c1',
    attempts: 0,
    since: NOON,
    createdAt: NOON,
    ...rest,
  };
}

/** How a delivery ended: `delivered`, or the code of its DeliveryError. Other errors go on. */
export async function outcomeOf(call: Promise<void>): Promise<string> {
  try {
    await call;
    return 'delivered';
  } catch (error) {
    if (error instanceof DeliveryError) return error.code;
    throw error;
  }
}
