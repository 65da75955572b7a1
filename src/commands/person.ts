import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { loadContent } from '../content/load.ts';
import { type Contacts, isSamePhone } from '../core/contacts.ts';
import type { Clinic } from '../core/guide.ts';
import type { PersonIds, PersonKey, PrivacyStore } from '../storage/privacy-store.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './run.ts';

/** How a person is named on the command line. */
export const PERSON_USAGE =
  '(--reference DN-7F3K | --phone NUMBER | --email ADDRESS | --conversation ID)';

const SHORTEST_PHONE = 7;

export interface PersonArgs {
  readonly key: PersonKey;
  /** The clinic's own number and address. */
  readonly own: Contacts;
  readonly yes: boolean;
  readonly output: string | null;
}

/**
 * Reads the one key that was given.
 * @throws UsageError when there is none or more than one, or when it is the clinic's own.
 */
export async function readPersonArgs(
  config: Pick<Config, 'contentDirectory'>,
  args: readonly string[],
): Promise<PersonArgs> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reference: { type: 'string' },
      phone: { type: 'string' },
      email: { type: 'string' },
      conversation: { type: 'string' },
      output: { type: 'string' },
      yes: { type: 'boolean' },
    },
  });
  const { reference, phone, email, conversation } = values;
  const given = [reference, phone, email, conversation].filter((value) => value?.trim());
  if (given.length !== 1) throw new UsageError('name the person in one way');
  const { clinic } = await loadContent(config.contentDirectory);
  const key = keyOf(clinic, { reference, phone, email, conversation });
  const own = { emails: [clinic.email], phones: [clinic.phone] };
  return { key, own, yes: values.yes ?? false, output: values.output ?? null };
}

type Given = Readonly<Record<'reference' | 'phone' | 'email' | 'conversation', string | undefined>>;

function keyOf(clinic: Clinic, { reference, phone, email, conversation }: Given): PersonKey {
  if (reference !== undefined) return { kind: 'reference', reference };
  if (conversation !== undefined) return { kind: 'conversation', id: conversation };
  if (phone !== undefined) return { kind: 'phone', phone: phoneOf(clinic, phone) };
  const address = email?.trim() ?? '';
  if (!address.includes('@')) throw new UsageError('that is no e-mail address');
  if (address.toLowerCase() === clinic.email.toLowerCase()) {
    throw new UsageError("that is the clinic's own address: everybody may have written it");
  }
  return { kind: 'email', email: address };
}

/** Any digits somebody may have typed, whether or not a telephone has that number. */
function phoneOf(clinic: Clinic, text: string): string {
  if (text.replace(/\D/g, '').length < SHORTEST_PHONE) {
    throw new UsageError('that is too short for a telephone number');
  }
  if (isSamePhone(text, clinic.phone)) {
    throw new UsageError("that is the clinic's own number: everybody may have written it");
  }
  return text;
}

export function find(
  privacy: PrivacyStore,
  { key, own }: Pick<PersonArgs, 'key' | 'own'>,
): Promise<PersonIds> {
  return privacy.findPerson(key, own, (done, all) =>
    showProgress({ stage: 'reading all words', done, all }),
  );
}

/** What was found, in numbers. */
export function countOf({ conversations, requests }: PersonIds): string {
  return `${conversations.length} conversations and ${requests.length} requests`;
}
