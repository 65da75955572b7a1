import { createHmac, randomBytes } from 'node:crypto';
import type { Engine } from './engine.ts';
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
      const made = vault.seal(randomBytes(KEY_BYTES).toString('base64'), place);
      await db
        .insertInto('meta')
        .values({ name, value: made })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { value } = await db
        .selectFrom('meta')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      const key = Buffer.from(vault.open(value, place), 'base64');
      known.set(name, key);
      return key;
    },
  };
}

export function digest(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
