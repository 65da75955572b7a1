import type { Role } from '../storage/staff-store.ts';

/*
 * Who may do what. Routes name a permission, never a role; fields that not everybody on a page may
 * see have a permission of their own. The whole table is the policy of the console.
 */
const POLICY = {
  /** What needs somebody now. */
  home: ['owner', 'clinician', 'reception'],
  /** What patients wrote and why it was answered so; notes, marks, corrections. */
  transcripts: ['owner', 'clinician'],
  /** Bookings with names and contact details. */
  requests: ['owner', 'clinician', 'reception'],
  /** What a patient agreed to share with a request: it may hold health words. */
  'request-details': ['owner', 'clinician'],
  /** Answers, their use, and suggestions to change them. */
  content: ['owner', 'clinician'],
  /** Putting one's name under an answer: nobody may do it for a clinician. */
  sign: ['clinician'],
  /** Both at once: questions that patients asked, and suggestions made of them. */
  teach: ['owner', 'clinician'],
  /** Figures without words. */
  insights: ['owner', 'clinician'],
  /** Retention, erasure, and everything about a person as a file. */
  privacy: ['owner'],
  /** Accounts of others. */
  people: ['owner'],
  audit: ['owner'],
  /** One's own account. */
  me: ['owner', 'clinician', 'reception'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof POLICY;

export const ROLES: readonly Role[] = ['owner', 'clinician', 'reception'];

export function may(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = POLICY[permission];
  return roles.includes(role);
}

/** When a code from an authenticator app is asked for besides the password. */
export type CodeRule = 'transcripts' | 'all' | 'none';

export function needsCode(role: Role, rule: CodeRule): boolean {
  if (rule === 'none') return false;
  return rule === 'all' || may(role, 'transcripts');
}
