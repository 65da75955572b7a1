import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './config.ts';
import { openStores, type Stores } from './storage/open.ts';
import { openVault } from './storage/vault.ts';

/**
 * The database of the settings: the turn's store and the staff's over one connection, with the key
 * that opens what is sealed in it.
 */
export async function openStoresOf(
  config: Pick<Config, 'databaseUrl' | 'dataDirectory' | 'keyFile'>,
): Promise<Stores> {
  await mkdir(config.dataDirectory, { recursive: true });
  return openStores({
    databaseUrl: config.databaseUrl,
    sqlitePath: path.join(config.dataDirectory, 'footnote.sqlite'),
    vault: await openVault(config.keyFile),
  });
}
