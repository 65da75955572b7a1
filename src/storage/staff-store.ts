import type { ClinicRequest, Conversation, Decision, Explanation } from '../core/conversation.ts';
import type { TurnArchive } from './archive-store.ts';
import type { EntryUseStore } from './entry-use-store.ts';
import type { InsightsStore } from './insights-store.ts';
import type { SuggestionStore } from './suggestions-store.ts';
import type { TeachStore } from './teach-store.ts';

/** What a member of staff is to the house; what each may do is said in `console/policy.ts`. */
export type Role = 'owner' | 'clinician' | 'reception';

/** A member of staff. Nobody else sees the hash or the secret: they leave by `signInFacts` only. */
export interface Account {
  readonly id: string;
  /** What is typed at sign-in, in lower case; unique. */
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  /** True once a code from an authenticator app was proven. */
  readonly codes: boolean;
  readonly hasPassword: boolean;
  /** The identity at an OpenID Connect provider, when one is connected. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
}

/** What is needed to check somebody at the door. */
export interface SignInFacts {
  readonly account: Account;
  readonly passwordHash: string | null;
  /** Base32. */
  readonly totpSecret: string | null;
  /** One that was handed out and waits to be proven by a first code. */
  readonly pendingSecret: string | null;
  /** The last time step whose code was used: no code works twice. */
  readonly totpStep: number;
}

/** How far somebody has come: password given, code still to set up or to give, or all the way in. */
export type Stage = 'code' | 'enrol' | 'full';

export interface Session {
  /** SHA-256 of the cookie's value, in hex: the value itself is stored nowhere. */
  readonly id: string;
  readonly accountId: string;
  readonly stage: Stage;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  /** What the browser says it is, cut short. */
  readonly agent: string;
}

/** A set-up link, a sign-in that is away at a provider, or a browser that got in before. */
export interface OneTimeToken {
  /** SHA-256 of the token, in hex. */
  readonly id: string;
  readonly purpose: 'first-owner' | 'set-password' | 'provider' | 'device';
  readonly accountId: string | null;
  readonly data: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

export interface AccountStore {
  countAccounts(): Promise<number>;
  listAccounts(): Promise<readonly Account[]>;
  findAccount(id: string): Promise<Account | undefined>;
  /** @throws StoreError `conflict` when the username is taken. */
  createAccount(
    account: Pick<Account, 'id' | 'username' | 'name' | 'role' | 'createdAt'>,
  ): Promise<void>;
  signInFacts(
    by: { readonly username: string } | { readonly id: string },
  ): Promise<SignInFacts | undefined>;
  findByIdentity(issuer: string, subject: string): Promise<Account | undefined>;

  /** Each of these ends every session of the account except `keep`, in the same transaction. */
  setPassword(id: string, hash: string, keep: string | null): Promise<void>;
  setRole(id: string, role: Role): Promise<void>;
  setDisabled(id: string, at: number | null): Promise<void>;
  /** Forgets authenticator and recovery codes: they are set up anew at the next sign-in. */
  resetCodes(id: string): Promise<void>;
  /** @throws StoreError `conflict` when another account has the identity. */
  connectIdentity(id: string, issuer: string, subject: string): Promise<void>;

  /** A new secret, of no force until proven. */
  startCodes(id: string, secret: string): Promise<void>;
  /** The secret is proven: codes are asked for from now on. Replaces the recovery codes. */
  finishCodes(id: string, step: number, recoveryHashes: readonly string[]): Promise<void>;
  /** Takes a time step; false when it or a later one was taken before. */
  useTotpStep(id: string, step: number): Promise<boolean>;
  /** Takes a recovery code; false when it is none or was used. */
  useRecoveryCode(id: string, hash: string): Promise<boolean>;
  countRecoveryCodes(id: string): Promise<number>;
}

export interface SessionStore {
  createSession(session: Session): Promise<void>;
  /** The session and its account, unless the account is disabled. Limits are the caller's. */
  findSession(id: string): Promise<{ session: Session; account: Account } | undefined>;
  touchSession(id: string, at: number): Promise<void>;
  listSessions(accountId: string, now: number, idle: number): Promise<readonly Session[]>;
  /** False when the account has no such session. */
  endSession(accountId: string, id: string): Promise<boolean>;
  endSessions(accountId: string, keep: string | null): Promise<void>;

  createToken(token: OneTimeToken): Promise<void>;
  /** Looks without taking: a form may be shown twice. */
  findToken(id: string, now: number): Promise<OneTimeToken | undefined>;
  /** Takes it: of two that try at once, one gets it. */
  takeToken(id: string, now: number): Promise<OneTimeToken | undefined>;
  dropTokens(purpose: OneTimeToken['purpose'], accountId: string | null): Promise<void>;

  /** Counts `points` for a key whose window lasts `duration` from the first; returns the state. */
  countLimit(key: string, points: number, now: number, duration: number): Promise<LimitState>;
  dropLimit(key: string): Promise<boolean>;
  /** Removes what is over: sessions, tokens, windows. */
  sweep(now: number, idle: number): Promise<void>;
}

export interface LimitState {
  readonly points: number;
  readonly expiresAt: number;
}

/** Who did what to which thing, when, and how it ended. Never what the thing says. */
export interface AuditEvent {
  readonly at: number;
  /** Account id; `system` for the house itself, `nobody` before sign-in. */
  readonly actor: string;
  /** A word from the console's list, such as `open-conversation`. */
  readonly action: string;
  /** Ids only. */
  readonly subject: string | null;
  readonly outcome: 'done' | 'refused' | 'failed';
}

export interface AuditRow extends AuditEvent {
  /** Counts from 1 without gaps. */
  readonly sequence: number;
  /** Keyed digest (HMAC-SHA-256) over this row and the hash before it, in hex. */
  readonly hash: string;
}

export type AuditFinding =
  | { readonly kind: 'sound'; readonly rows: number; readonly head: string }
  | { readonly kind: 'broken'; readonly sequence: number; readonly reason: AuditBreak };

export type AuditBreak = 'changed' | 'missing' | 'cut-off';

export interface AuditStore {
  /** Resolves when the row is on disk: only then may what it tells of be shown. */
  appendAudit(event: AuditEvent): Promise<AuditRow>;
  /** Newest first, before `before` (a sequence number; null for the newest). */
  listAudit(
    filter: { readonly actor?: string; readonly action?: string; readonly subject?: string },
    before: number | null,
    limit: number,
  ): Promise<readonly AuditRow[]>;
  /** Walks the whole chain. `onProgress` hears how many rows were read. */
  verifyAudit(onProgress: (done: number, all: number) => void): Promise<AuditFinding>;
  /** Forgets rows before `before` but keeps the chain provable from there; returns how many. */
  pruneAudit(before: number): Promise<number>;
}

/** What the list of conversations is narrowed to. All given conditions hold at once. */
export interface ConversationFilter {
  readonly ending?: Decision['kind'];
  readonly urgent?: boolean;
  readonly unanswered?: boolean;
  readonly thumbsDown?: boolean;
  readonly booked?: boolean;
  readonly reviewed?: boolean;
  /** An answer from any of these entries was shown. */
  readonly entries?: readonly string[];
  readonly channel?: Conversation['channel'];
  /** Last active at or after, and before; milliseconds. */
  readonly from?: number;
  readonly until?: number;
  /** Account id. */
  readonly assignedTo?: string;
  /** Every word stands somewhere in what the visitor wrote. */
  readonly words?: string;
}

/** A place in the list, which runs from the last active to the earliest. */
export interface ListPlace {
  readonly at: number;
  readonly id: string;
}

/** One row of the list. */
export interface ListedConversation {
  readonly id: string;
  readonly channel: Conversation['channel'];
  readonly startedAt: number;
  readonly lastAt: number;
  readonly turns: number;
  /** The visitor's first words, null when there are none yet. */
  readonly opening: string | null;
  readonly urgency: 'emergency' | 'same-day' | 'contact' | null;
  readonly unanswered: number;
  readonly thumbsDown: number;
  readonly thumbsUp: number;
  readonly booked: boolean;
  readonly reviewedAt: number | null;
  /** Account ids; `reviewedBy` stays when later turns make it unreviewed again. */
  readonly reviewedBy: string | null;
  readonly reviewed: boolean;
  readonly assignedTo: string | null;
}

/** Why one turn ended as it did. */
export interface TurnRecord {
  readonly turn: number;
  readonly messageId: string;
  readonly at: number;
  readonly decision: Decision;
  readonly why: Explanation | null;
  readonly contentVersion: string;
  readonly took: number;
}

export interface Note {
  readonly id: string;
  readonly accountId: string;
  readonly at: number;
  readonly text: string;
}

/** "This answer was wrong": the entry that would have been right, null when none would. */
export interface Correction {
  readonly conversation: string;
  readonly turn: number;
  readonly entry: string | null;
  readonly accountId: string;
  readonly at: number;
}

export interface ConversationDesk {
  listConversations(
    filter: ConversationFilter,
    place: ListPlace | null,
    limit: number,
    /** `older` (the default order) or `newer`, which returns the nearest first. */
    direction?: 'older' | 'newer',
  ): Promise<readonly ListedConversation[]>;
  /** How many there are, counted up to `most`. */
  countConversations(filter: ConversationFilter, most: number): Promise<number>;
  findListed(id: string): Promise<ListedConversation | undefined>;
  /** Turns `from` to before `until`. */
  readTurns(conversation: string, from: number, until: number): Promise<readonly TurnRecord[]>;
  /** The turns that these messages began, in order. */
  readTurnsOf(conversation: string, messageIds: readonly string[]): Promise<readonly TurnRecord[]>;
  /** Names that were given in requests of the conversation: to be masked in its transcript. */
  namesGiven(conversation: string): Promise<readonly string[]>;

  /** False when there is no such conversation. */
  setReviewed(id: string, by: string, at: number, reviewed: boolean): Promise<boolean>;
  assign(id: string, to: string | null): Promise<boolean>;
  addNote(conversation: string, note: Note): Promise<boolean>;
  listNotes(conversation: string): Promise<readonly Note[]>;
  /** One for a turn: a later one replaces it. */
  setCorrection(correction: Correction): Promise<boolean>;
  dropCorrection(conversation: string, turn: number): Promise<boolean>;
  listCorrections(conversation: string): Promise<readonly Correction[]>;
}

/** How far the clinic has come with a request. */
export type RequestStatus = 'new' | 'called' | 'booked' | 'closed';

export interface DeliveryState {
  /** As `Store.requeueDelivery` takes it. */
  readonly id: string;
  readonly destination: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly dead: boolean;
  readonly dueAt: number;
  readonly deliveredAt: number | null;
}

export interface RequestStep {
  readonly at: number;
  readonly accountId: string;
  readonly status: RequestStatus;
}

/** A request as the bookings desk sees it. */
export interface DeskRequest {
  readonly id: string;
  readonly conversation: string;
  readonly request: ClinicRequest;
  readonly status: RequestStatus;
  /** The appointment that was agreed on, when it is known. */
  readonly appointmentAt: number | null;
  readonly steps: readonly RequestStep[];
  readonly deliveries: readonly DeliveryState[];
}

export interface RequestFilter {
  readonly status?: RequestStatus;
  /** Any but `closed`. */
  readonly open?: boolean;
  readonly kind?: ClinicRequest['kind'];
  readonly from?: number;
  readonly until?: number;
  /** A reference, or words of the name, phone or e-mail. */
  readonly words?: string;
  readonly conversation?: string;
  /** A delivery has been given up. */
  readonly undelivered?: boolean;
}

export interface RequestDesk {
  /** Newest first, after `place` in that order. */
  listRequests(
    filter: RequestFilter,
    place: ListPlace | null,
    limit: number,
  ): Promise<readonly DeskRequest[]>;
  countRequests(filter: RequestFilter, most: number): Promise<number>;
  findRequest(id: string): Promise<DeskRequest | undefined>;
  /** False when there is no such request. A null appointment leaves it unknown. */
  moveRequest(id: string, step: RequestStep, appointmentAt: number | null): Promise<boolean>;
}

/** What the staff's console keeps and reads, apart from the turn's own Store. Times in ms since 1970. */
export type StaffStore = AccountStore &
  SessionStore &
  AuditStore &
  ConversationDesk &
  RequestDesk &
  TurnArchive &
  SuggestionStore &
  TeachStore &
  InsightsStore &
  EntryUseStore;
