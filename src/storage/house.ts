import type { Engine } from './engine.ts';
import { StoreError } from './errors.ts';
import type { Vault } from './vault.ts';

const KNOWN_WORDS = 'sealed by the keys of this house';
const PLACE = { table: 'meta', column: 'value', row: 'vault' };

/**
 * The first start leaves known words behind, sealed. A later start that cannot open them has lost
 * the key file or got another: it must not go on and mix what two keys sealed.
 */
export async function recogniseVault({ db }: Engine, vault: Vault): Promise<void> {
  const { value } = await db.transaction().execute(async (db) => {
    await db
      .insertInto('meta')
      .values({ name: 'vault', value: vault.seal(KNOWN_WORDS, PLACE) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const saved = db.selectFrom('meta').select('value').where('name', '=', 'vault');
    return saved.executeTakeFirstOrThrow();
  });
  try {
    vault.open(value, PLACE);
  } catch (cause) {
    throw new StoreError('wrong-key', 'the key file does not fit this database', cause);
  }
}

/** Writes a row, reads it back, and asks whether such a write is on disk. */
export async function probe(engine: Engine, at: number): Promise<void> {
  const value = String(at);
  const found = await engine.db.transaction().execute(async (db) => {
    await db
      .insertInto('meta')
      .values({ name: 'probe', value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    return db.selectFrom('meta').select('value').where('name', '=', 'probe').executeTakeFirst();
  });
  if (found?.value !== value) throw new StoreError('failed', 'the probe row reads otherwise');
  await engine.checkDurable();
}
