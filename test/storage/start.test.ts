import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { openStore } from '../../src/storage/open.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { makeVault } from '../../src/storage/vault.ts';
import { createSqlite, ENGINES } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt } from '../helpers/turns.ts';
import { codeOf } from './support.ts';

for (const engine of ENGINES) {
  describe(`Opening the store on ${engine.name}`, () => {
    it('makes the tables once, however often and by however many it is opened', async () => {
      const database = await engine.create();
      const [first] = await Promise.all([database.open(), database.open(), database.open()]);
      await first?.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'sore?'));
      const again = await database.open();
      expect((await again.readTranscript('c1', 0, 10)).length).to.equal(3);
      const steps = await database.query('select name from kysely_migration order by name');
      const names = steps.map(({ name }) => name);
      expect(names).to.include('001-conversations');
      expect(new Set(names).size).to.equal(names.length);
      await database.drop();
    });

    it('refuses keys that do not fit the database, and leaves it as it was', async () => {
      const database = await engine.create();
      const store = await database.open();
      await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'sore?'));
      for (const keyId of ['other', database.vault.keyId]) {
        const vault = makeVault(new Map([[keyId, Buffer.alloc(32, 9)]]));
        expect(await codeOf(openStore({ ...database.at, vault }))).to.equal('wrong-key');
      }
      expect((await store.readTranscript('c1', 0, 10)).length).to.equal(3);
      await database.drop();
    });

    it('keeps what was saved when it is closed and opened again', async () => {
      const database = await engine.create();
      const first = await database.open();
      const saved = await first.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'sore?'));
      await first.close();
      const second = await database.open();
      expect(await second.findTurn('c1', 'm1')).to.deep.equal(saved);
      await database.drop();
    });
  });
}

describe('SQLite', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'footnote-file-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('reads back synchronous=FULL, WAL, foreign keys and secure delete after a write', async () => {
    const { db } = await openSqlite(path.join(directory, 'footnote.db'));
    await db.insertInto('meta').values({ name: 'a', value: 'write' }).execute();
    const read = async (pragma: string) => {
      const { rows } = await sql<object>`pragma ${sql.raw(pragma)}`.execute(db);
      return Object.values(rows[0] ?? {})[0];
    };
    expect(await read('synchronous')).to.equal(2);
    expect(await read('journal_mode')).to.equal('wal');
    expect(await read('foreign_keys')).to.equal(1);
    expect(await read('secure_delete')).to.equal(1);
    expect(await read('busy_timeout')).to.be.greaterThan(0);
    await db.destroy();
  });

  it('refuses to go on when any of them reads otherwise', async () => {
    const engine = await openSqlite(path.join(directory, 'footnote.db'));
    await engine.checkDurable();
    await sql`pragma synchronous = NORMAL`.execute(engine.db);
    expect(await codeOf(engine.checkDurable())).to.equal('not-durable');
    await engine.db.destroy();
  });

  it('keeps its files to their owner', async () => {
    const database = await createSqlite(directory);
    const store = await database.open();
    await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'sore?'));
    for (const name of ['footnote.db', 'footnote.db-wal', 'footnote.db-shm']) {
      expect(statSync(path.join(directory, name)).mode & 0o777, name).to.equal(0o600);
    }
    await database.drop();
  });

  it('leaves no word of a visitor in the file or its log', async () => {
    const database = await createSqlite(directory);
    const store = await database.open();
    const words = ['Zebedee', '+60123456789', 'zeb@canary.example', 'sciatica', 'Tuesdaymorn'];
    const [name = '', phone = '', email = '', problem = '', times = ''] = words;
    const contact = { name, phone, email, times, details: { problem } };
    await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', `I am ${words.join(' ')}`));
    await store.saveTurn(bookingTurn(conversationAt('c1', 2), 'm2', 'DN-CANARY', contact));
    expect(filesHold(directory, 'DN-CANARY')).to.equal(true);
    for (const word of words) expect(filesHold(directory, word), word).to.equal(false);
    await store.close();
    expect(filesHold(directory, 'DN-CANARY')).to.equal(true);
    for (const word of words) expect(filesHold(directory, word), word).to.equal(false);
    await database.drop();
  });

  it('says that it is unavailable when there is no file to write to', async () => {
    const vault = makeVault(new Map([['k', Buffer.alloc(32)]]));
    expect(await codeOf(openStore({ sqlitePath: directory, vault }))).to.equal('unavailable');
  });

  it('refuses a file that is no database', async () => {
    const vault = makeVault(new Map([['k', Buffer.alloc(32)]]));
    const sqlitePath = path.join(directory, 'letter.txt');
    const before = 'Dear clinic, this is no database. '.repeat(200);
    writeFileSync(sqlitePath, before);
    expect(await codeOf(openStore({ sqlitePath, vault }))).to.equal('unreadable');
    expect(readFileSync(sqlitePath, 'utf8')).to.equal(before);
  });
});

describe('PostgreSQL', () => {
  const [, postgres] = ENGINES;

  it('refuses to go on when it acknowledges what is not on disk', async () => {
    const database = await postgres?.create();
    const url = database?.at.databaseUrl ?? '';
    const name = new URL(url).pathname.slice(1);
    await database?.query(`alter database ${name} set synchronous_commit = off`);
    expect(await codeOf(database?.open() ?? Promise.resolve())).to.equal('not-durable');
    await database?.query(`alter database ${name} set synchronous_commit = on`);
    const engine = await openPostgres(url);
    await engine.checkDurable();
    await engine.db.destroy();
    await database?.drop();
  });

  it('says that it is unavailable when nobody listens', async () => {
    const vault = makeVault(new Map([['k', Buffer.alloc(32)]]));
    const databaseUrl = 'postgres://nobody:secret@127.0.0.1:1/footnote';
    expect(await codeOf(openStore({ databaseUrl, vault }))).to.equal('unavailable');
  });
});

function filesHold(directory: string, word: string): boolean {
  return ['footnote.db', 'footnote.db-wal']
    .map((name) => path.join(directory, name))
    .filter((file) => existsSync(file))
    .some((file) => readFileSync(file).includes(word));
}
