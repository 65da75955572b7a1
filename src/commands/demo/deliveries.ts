import { DEMO_DESTINATION } from '../../storage/demo.ts';
import type { Store } from '../../storage/store.ts';
import { DAY, MINUTE } from './moments.ts';

/**
 * Closes the deliveries of made-up requests, which go nowhere, as a relay would have. One of the latest
 * is given up, for the desk to show what that looks like.
 */
export async function settleDeliveries(store: Store, until: number): Promise<void> {
  let givenUp = false;
  const claim = () => store.claimDeliveries([DEMO_DESTINATION], until, until + MINUTE, 100);
  for (let due = await claim(); due.length > 0; due = await claim()) {
    for (const { id, createdAt } of due) {
      if (!givenUp && createdAt > until - 2 * DAY) {
        givenUp = true;
        await store.markFailed(id, { at: until, error: 'timeout', dead: true });
      } else {
        await store.markDelivered(id, createdAt + 2_000);
      }
    }
  }
}
