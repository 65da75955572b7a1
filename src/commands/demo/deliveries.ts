import { DEMO_DESTINATION } from '../../storage/demo.ts';
import type { Store } from '../../storage/store.ts';
import { MINUTE } from './moments.ts';

/** One of so many is given up, for the desk to show; every other is noted as delivered. */
const GIVEN_UP = 30;

/** Closes the deliveries of made-up requests, which go nowhere, as a relay would have. */
export async function settleDeliveries(store: Store, until: number): Promise<void> {
  const claim = () => store.claimDeliveries([DEMO_DESTINATION], until, until + MINUTE, 100);
  for (let due = await claim(); due.length > 0; due = await claim()) {
    for (const [index, { id, createdAt }] of due.entries()) {
      if (index % GIVEN_UP === GIVEN_UP - 1) {
        await store.markFailed(id, { at: until, error: 'timeout', dead: true });
      } else {
        await store.markDelivered(id, createdAt + 2_000);
      }
    }
  }
}
