import { setImmediate } from 'node:timers/promises';
import { type SqlBool, sql } from 'kysely';
import { type Contacts, isSamePhone, mentions } from '../core/contacts.ts';
import type { ClinicRequest } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import type { PersonIds, PersonKey } from './privacy-store.ts';
import { bodyPlace, fromJson, requestPlace } from './tables.ts';
import type { Vault } from './vault.ts';

const PAGE = 500;

/** A request as far as it tells who made it. */
interface Known {
  readonly id: string;
  readonly conversation: string;
  readonly reference: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** All of its words. */
  readonly words: string;
}

/**
 * Words are sealed, so finding somebody means opening them all; that is rare, and finds what a list
 * of search words would miss. From the requests that the key finds it goes one step on, to the same
 * phone and e-mail elsewhere, and no further: else one shared number would join strangers.
 */
export async function findPerson(
  engine: Engine,
  vault: Vault,
  key: PersonKey,
  own: Contacts,
  onProgress: (done: number, all: number) => void,
): Promise<PersonIds> {
  const requests = await readRequests(engine, vault);
  const named = requests.filter((request) => isNamed(request, key));
  const contacts = contactsOf(named, key, own);
  const same = requests.filter((request) => named.includes(request) || isOf(request, contacts));
  const conversations = new Set(same.map(({ conversation }) => conversation));
  if (key.kind === 'conversation') conversations.add(key.id);
  for (const id of await conversationsOf(engine, vault, contacts, onProgress)) {
    conversations.add(id);
  }
  const there = await onlyThere(engine, [...conversations]);
  const all = requests.filter(
    (request) => same.includes(request) || conversations.has(request.conversation),
  );
  return { conversations: there, requests: all.map(({ id }) => id) };
}

function isNamed(request: Known, key: PersonKey): boolean {
  switch (key.kind) {
    case 'reference':
      return request.reference.toUpperCase() === key.reference.trim().toUpperCase();
    case 'conversation':
      return request.conversation === key.id;
    case 'phone':
      return request.phone !== null && isSamePhone(request.phone, key.phone);
    case 'email':
      return request.email?.toLowerCase() === key.email.trim().toLowerCase();
  }
}

function contactsOf(named: readonly Known[], key: PersonKey, own: Contacts): Contacts {
  const emails = named.flatMap(({ email }) =>
    email === null || mentions(email, own) ? [] : email,
  );
  const phones = named.flatMap(({ phone }) =>
    phone === null || own.phones.some((one) => isSamePhone(one, phone)) ? [] : phone,
  );
  return {
    emails: key.kind === 'email' ? [...emails, key.email.trim()] : emails,
    phones: key.kind === 'phone' ? [...phones, key.phone] : phones,
  };
}

function isOf(request: Known, contacts: Contacts): boolean {
  const { phone, email, words } = request;
  return (
    (phone !== null && contacts.phones.some((one) => isSamePhone(one, phone))) ||
    (email !== null && mentions(email, contacts)) ||
    mentions(words, contacts)
  );
}

async function readRequests({ db }: Engine, vault: Vault): Promise<readonly Known[]> {
  const known: Known[] = [];
  for (;;) {
    const rows = await db
      .selectFrom('requests')
      .select(['id', 'conversation_id', 'reference', 'contact', 'details'])
      .where('id', '>', known.at(-1)?.id ?? '')
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id, conversation_id: conversation, reference, contact, details } of rows) {
      const opened = vault.open(contact, requestPlace('contact', id));
      const { phone, email } = fromJson<Pick<ClinicRequest, 'phone' | 'email'>>(opened);
      const words = vault.open(details, requestPlace('details', id));
      known.push({ id, conversation, reference, phone, email, words });
    }
    if (rows.length < PAGE) return known;
    await letOthersIn();
  }
}

/** Conversations in which a visitor wrote one of the contacts. */
async function conversationsOf(
  { db }: Engine,
  vault: Vault,
  contacts: Contacts,
  onProgress: (done: number, all: number) => void,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (contacts.emails.length + contacts.phones.length === 0) return found;
  const { all } = await db
    .selectFrom('lines')
    .select((row) => row.fn.countAll<number>().as('all'))
    .where('author', '=', 'visitor')
    .executeTakeFirstOrThrow();
  let last = { conversation: '', sequence: 0 };
  for (let done = 0; ; ) {
    const rows = await db
      .selectFrom('lines')
      .select(['conversation_id', 'sequence', 'body'])
      .where('author', '=', 'visitor')
      .where(sql<SqlBool>`(conversation_id, sequence) > (${last.conversation}, ${last.sequence})`)
      .orderBy('conversation_id')
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const { conversation_id: conversation, sequence, body } of rows) {
      last = { conversation, sequence };
      const words = vault.open(body, bodyPlace(conversation, sequence));
      if (mentions(words, contacts)) found.add(conversation);
    }
    done += rows.length;
    onProgress(Math.min(done, all), all);
    if (rows.length < PAGE) return found;
    await letOthersIn();
  }
}

/** SQLite and the unsealing work in the server's own thread: visitors must not wait for all of it. */
function letOthersIn(): Promise<void> {
  return setImmediate();
}

/** A request may outlive its conversation. */
async function onlyThere({ db }: Engine, ids: readonly string[]): Promise<readonly string[]> {
  const there: string[] = [];
  for (const id of ids) {
    const row = await db
      .selectFrom('conversations')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row) there.push(row.id);
  }
  return there.sort();
}
