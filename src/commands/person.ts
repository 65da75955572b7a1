import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { loadContent } from '../content/load.ts';
import type { Contacts } from '../core/contacts.ts';
import { type PersonKeyProblem, readPersonKey } from '../privacy/person-key.ts';
import type { PersonIds, PersonKey, PrivacyStore } from '../storage/privacy-store.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './run.ts';

/** How a person is named on the command line. */
export const PERSON_USAGE =
  '(--reference DN-7F3K | --phone NUMBER | --email ADDRESS | --conversation ID)';

const KINDS = ['reference', 'phone', 'email', 'conversation'] as const;

const PROBLEMS: Readonly<Record<PersonKeyProblem, string>> = {
  nothing: 'name the person in one way',
  'no-email': 'that is no e-mail address',
  'short-phone': 'that is too short for a telephone number',
  'own-email': "that is the clinic's own address: everybody may have written it",
  'own-phone': "that is the clinic's own number: everybody may have written it",
};

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
  const [kind, another] = KINDS.filter((one) => values[one]?.trim());
  if (kind === undefined || another !== undefined) throw new UsageError(PROBLEMS.nothing);
  const { clinic } = await loadContent(config.contentDirectory);
  const key = readPersonKey(kind, values[kind] ?? '', clinic);
  if (typeof key === 'string') throw new UsageError(PROBLEMS[key]);
  const own = { emails: [clinic.email], phones: [clinic.phone] };
  return { key, own, yes: values.yes ?? false, output: values.output ?? null };
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
