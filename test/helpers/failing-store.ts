import { StoreError } from '../../src/storage/errors.ts';
import type { Store } from '../../src/storage/store.ts';

type Verb = 'loadConversation' | 'saveTurn' | 'readTranscript';

/** A real store whose database can be taken away, whole or for some of its verbs. */
export interface FailingStore extends Store {
  /** Takes these verbs away; none gives everything back. */
  fail(...verbs: readonly Verb[]): void;
}

export function failingStore(store: Store): FailingStore {
  let failing: readonly Verb[] = [];
  const tried = <T>(verb: Verb, work: () => Promise<T>): Promise<T> =>
    failing.includes(verb) ? Promise.reject(new StoreError('unavailable', 'taken away')) : work();
  return {
    ...store,
    fail(...verbs) {
      failing = verbs;
    },
    loadConversation: (id) => tried('loadConversation', () => store.loadConversation(id)),
    saveTurn: (turn) => tried('saveTurn', () => store.saveTurn(turn)),
    readTranscript: (conversation, after, limit) =>
      tried('readTranscript', () => store.readTranscript(conversation, after, limit)),
  };
}
