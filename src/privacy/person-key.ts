import { isSamePhone } from '../core/contacts.ts';
import type { Clinic } from '../core/guide.ts';
import type { PersonKey } from '../storage/privacy-store.ts';

/** Why nobody can be found by what was typed. */
export type PersonKeyProblem =
  | 'nothing'
  | 'no-email'
  | 'short-phone'
  /** The clinic's own tell nobody from another: everybody may have written them. */
  | 'own-email'
  | 'own-phone';

const SHORTEST_PHONE = 7;

/** What somebody typed as a key of that kind, or why it is none. */
export function readPersonKey(
  kind: PersonKey['kind'],
  typed: string,
  clinic: Pick<Clinic, 'phone' | 'email'>,
): PersonKey | PersonKeyProblem {
  const text = typed.trim();
  if (text === '') return 'nothing';
  switch (kind) {
    case 'reference':
      return { kind, reference: text };
    case 'conversation':
      return { kind, id: text };
    case 'email':
      if (!text.includes('@')) return 'no-email';
      return text.toLowerCase() === clinic.email.toLowerCase()
        ? 'own-email'
        : { kind, email: text };
    case 'phone':
      // Any digits somebody may have typed, whether or not a telephone has that number.
      if (text.replace(/\D/g, '').length < SHORTEST_PHONE) return 'short-phone';
      return isSamePhone(text, clinic.phone) ? 'own-phone' : { kind, phone: text };
  }
}
