import type { Contacts } from '../core/contacts.ts';

/** By what somebody asks to be found. A phone is digits, with or without its country code. */
export type PersonKey =
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'conversation'; readonly id: string };

/** All that is kept about one person hangs on these. */
export interface PersonIds {
  readonly conversations: readonly string[];
  readonly requests: readonly string[];
}

/** What was erased, so that it is erased again after an old backup was restored. Ids only. */
export interface Tombstone {
  readonly kind: 'conversation' | 'request';
  readonly id: string;
  /** When it was erased. What began later under the same id is another's. */
  readonly at: number;
}

/** Forgetting, finding and erasing. Times in milliseconds since 1970. */
export interface PrivacyStore {
  /**
   * Forgets up to `limit` conversations that were last active before `before`: words, notes,
   * corrections, suggestions, search words. Returns how many; requests stay.
   */
  forgetConversations(before: number, limit: number): Promise<number>;
  /** Forgets up to `limit` requests made before `before`, their deliveries and desk included. */
  forgetRequests(before: number, limit: number): Promise<number>;

  /**
   * Finds a person by reading everything: the key, then the phone numbers and e-mail addresses of
   * the requests found by it, in every request and in every word that visitors wrote.
   * @param own the clinic's own number and address, which tell nobody from another
   */
  findPerson(
    key: PersonKey,
    own: Contacts,
    onProgress: (done: number, all: number) => void,
  ): Promise<PersonIds>;
  /** Erases all of it in one transaction and leaves tombstones. */
  erasePerson(ids: PersonIds, at: number): Promise<readonly Tombstone[]>;

  listTombstones(): Promise<readonly Tombstone[]>;
  addTombstones(tombstones: readonly Tombstone[]): Promise<void>;
  /** Erases what tombstones name and a restored backup brought back; returns how many things. */
  applyTombstones(): Promise<number>;

  /**
   * Seals with the newest key, in small transactions, whatever another key sealed. May be cut off
   * and run again. Returns how many values were sealed anew.
   */
  resealAll(onProgress: (done: number) => void): Promise<number>;
  /** How many values another key than the newest sealed. */
  countSealedBefore(): Promise<number>;
}
