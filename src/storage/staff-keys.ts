import { createHmac, randomBytes } from 'node:crypto';
import type { Engine } from './engine.ts';
import { StoreError } from './errors.ts';
import type { Vault } from './vault.ts';

/** Keys of the console. They lie in `meta`, sealed, so that a change of the vault's key leaves them. */
export type KeyName = 'key-words' | 'key-audit';

export interface StaffKeys {
  /** Reads the key, making it first where there is none. Never call it inside a transaction. */
  get(name: KeyName): Promise<Buffer>;
}

const KEY_BYTES = 32;

export function staffKeys({ db }: Engine, vault: Vault): StaffKeys {
  const known = new Map<KeyName, Buffer>();
  return {
    async get(name) {
      const had = known.get(name);
      if (had) return had;
      const place = { table: 'meta', column: 'value', row: name };
      const sealed =
        (await read(db, name)) ?? (await make(db, name, () => vault.seal(fresh(), place)));
      const key = Buffer.from(vault.open(sealed, place), 'base64');
      known.set(name, key);
      return key;
    },
  };
}

function fresh(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

async function read(db: Engine['db'], name: KeyName): Promise<string | undefined> {
  const query = db.selectFrom('meta').select('value').where('name', '=', name);
  return (await query.executeTakeFirst())?.value;
}

/** Of two servers that make it at once, the first wins and both read the same. */
async function make(db: Engine['db'], name: KeyName, value: () => string): Promise<string> {
  await db
    .insertInto('meta')
    .values({ name, value: value() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await read(db, name);
  if (kept === undefined) throw new StoreError('failed', 'a key of the house was not kept');
  return kept;
}

export function digest(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
