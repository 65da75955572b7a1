import type { Generated } from 'kysely';
import type { ClinicRequest, Conversation } from '../core/conversation.ts';
import type { AuditEvent, OneTimeToken, RequestStatus, Role, Stage } from './staff-store.ts';

/** The rows of the staff's console; they never leave this room. See staff-migrations.ts. */
export interface StaffTables {
  readonly staff_accounts: AccountTable;
  readonly staff_recovery_codes: { readonly account_id: string; readonly hash: string };
  readonly staff_sessions: SessionTable;
  readonly staff_tokens: TokenTable;
  readonly staff_limits: {
    readonly key: string;
    readonly points: number;
    readonly expires_at: number;
  };
  readonly audit: AuditTable;
  readonly desk: DeskTable;
  readonly desk_words: { readonly hash: number; readonly desk_number: number };
  readonly notes: NoteTable;
  readonly corrections: CorrectionTable;
  readonly request_desk: RequestDeskTable;
  readonly request_steps: RequestStepTable;
  readonly request_words: { readonly hash: number; readonly request_id: string };
}

export interface AccountTable {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: number;
  readonly disabled_at: number | null;
  readonly password_hash: string | null;
  /** Sealed base32 of the proven secret. */
  readonly totp_secret: string | null;
  /** Sealed base32 of a secret that is not proven yet. */
  readonly totp_pending: string | null;
  readonly totp_step: number;
  readonly issuer: string | null;
  readonly subject: string | null;
}

export interface SessionTable {
  readonly id: string;
  readonly account_id: string;
  readonly stage: Stage;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly address: string;
  readonly agent: string;
}

export interface TokenTable {
  readonly id: string;
  readonly purpose: OneTimeToken['purpose'];
  readonly account_id: string | null;
  /** Sealed JSON: a provider's nonce and verifier. */
  readonly data: string;
  readonly expires_at: number;
}

export interface AuditTable {
  readonly sequence: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: AuditEvent['outcome'];
  readonly hash: string;
}

/** One row a conversation: what the list filters and sorts by, kept up with every turn. */
export interface DeskTable {
  readonly number: Generated<number>;
  readonly conversation_id: string;
  readonly channel: Conversation['channel'];
  readonly started_at: number;
  readonly last_at: number;
  readonly turns: number;
  /** Line of the visitor's first words. */
  readonly opening: number | null;
  /** The most urgent so far: 3 emergency, 2 same-day, 1 contact, 0 none. */
  readonly urgency: number;
  /** One bit for each kind of ending that occurred; see `bitOf`. */
  readonly endings: number;
  readonly unanswered: number;
  readonly thumbs_down: number;
  readonly thumbs_up: number;
  readonly requests: number;
  readonly reviewed: 0 | 1;
  readonly reviewed_at: number | null;
  readonly reviewed_by: string | null;
  readonly assigned_to: string | null;
}

export interface NoteTable {
  readonly id: string;
  readonly conversation_id: string;
  readonly account_id: string;
  readonly at: number;
  /** Sealed. */
  readonly body: string;
}

export interface CorrectionTable {
  readonly conversation_id: string;
  readonly turn: number;
  readonly entry: string | null;
  readonly account_id: string;
  readonly at: number;
}

export interface RequestDeskTable {
  readonly request_id: string;
  readonly kind: ClinicRequest['kind'];
  readonly status: RequestStatus;
  readonly created_at: number;
  readonly appointment_at: number | null;
}

export interface RequestStepTable {
  readonly request_id: string;
  readonly at: number;
  readonly account_id: string;
  readonly status: RequestStatus;
}
