import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { makeStore } from '../../src/storage/open.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import type { Store } from '../../src/storage/store.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { bookingTurn, conversationAt } from '../helpers/turns.ts';
import { codeOf } from './support.ts';

const MOST = 20_000;

describe('A full disk under SQLite', () => {
  it('refuses what it cannot keep, keeps what it took, and goes on when there is room', async () => {
    const database = await createSqlite();
    await database.open();
    const engine = await openSqlite(database.at.sqlitePath ?? '');
    const store = makeStore(engine, database.vault);
    // A limit of its own makes SQLite say that the disk is full, on any machine and for any user.
    await sql`pragma max_page_count = 100`.execute(engine.db);
    const saved = await bookUntilFull(store, 'first');
    expect(await codeOf(store.saveTurn(booking('too-much')))).to.equal('full');
    await sql`pragma max_page_count = 1000000`.execute(engine.db);
    await expectSound(database, store, saved);
    await store.close();
    await database.drop();
  });

  it('does so on a file system of 4 MB that is really full', async function () {
    const disk = mountSmallDisk();
    if (!disk) {
      console.log('      not run: only root may mount a small disk; the case above stands for it');
      this.skip();
    }
    const database = await createSqlite(disk.directory);
    try {
      const store = await database.open();
      const ballast = path.join(disk.directory, 'ballast');
      writeFileSync(ballast, Buffer.alloc(2_000_000));
      const saved = await bookUntilFull(store, 'first');
      expect(await codeOf(store.saveTurn(booking('too-much')))).to.equal('full');
      expect((await store.readTranscript('first-0', 0, 10)).length).to.equal(2);

      rmSync(ballast);
      await store.probe(1);
      await expectSound(database, store, saved);
    } finally {
      await database.drop();
      disk.unmount();
    }
  });
});

/** Books until the disk is full, and returns the conversations that were acknowledged. */
async function bookUntilFull(store: Store, prefix: string): Promise<readonly string[]> {
  const saved: string[] = [];
  for (let visitor = 0; visitor < MOST; visitor++) {
    const id = `${prefix}-${visitor}`;
    const code = await codeOf(store.saveTurn(booking(id)));
    if (code === 'full') {
      expect(saved.length).to.be.greaterThan(10);
      return saved;
    }
    expect(code).to.equal('saved');
    saved.push(id);
  }
  throw new Error('the disk was never full');
}

async function expectSound(
  database: TestDatabase,
  store: Store,
  saved: readonly string[],
): Promise<void> {
  expect(await codeOf(store.saveTurn(booking('room-again')))).to.equal('saved');
  for (const id of saved) expect((await store.readTranscript(id, 0, 10)).length).to.equal(2);
  const requests = await database.query('select id from requests');
  expect(requests.length).to.equal(saved.length + 1);
  const [check] = await database.query('pragma integrity_check');
  expect(check?.integrity_check).to.equal('ok');
}

function booking(id: string) {
  return bookingTurn(conversationAt(id, 1), 'm1', `DN-${id}`);
}

function mountSmallDisk(): { directory: string; unmount(): void } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const directory = mkdtempSync(path.join(tmpdir(), 'footnote-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory], { stdio: 'pipe' });
  } catch {
    rmSync(directory, { recursive: true });
    return undefined;
  }
  return {
    directory,
    unmount() {
      execFileSync('umount', [directory]);
      rmSync(directory, { recursive: true });
    },
  };
}
