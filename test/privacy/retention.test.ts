import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { keepErased, noteErased } from '../../src/privacy/erased-file.ts';
import {
  makeRetention,
  type RetentionDependencies,
  retentionTrouble,
} from '../../src/privacy/retention.ts';
import type { Stores } from '../../src/storage/open.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const DAY = 86_400_000;

describe('Retention', () => {
  let home: string;
  let erasedFile: string;
  let database: TestDatabase;
  let stores: Stores;

  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'footnote-erased-'));
    erasedFile = path.join(home, 'keys', 'erased');
    database = await createSqlite();
    stores = await database.openBoth();
  });
  afterEach(async () => {
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  });

  function dependencies(now: number, troubles: unknown[] = []): RetentionDependencies {
    return {
      privacy: stores.privacy,
      staff: stores.staff,
      days: { transcripts: 90, bookings: 365, audit: 730 },
      erasedFile,
      clock: () => now,
      onRun: () => undefined,
      report: (error) => troubles.push(error),
    };
  }

  /** A conversation with a booking, and a row of the audit log about it. */
  async function live(id: string) {
    const { store, staff } = stores;
    await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
    await store.saveTurn(bookingTurn(conversationAt(id, 2), 'm2', `DN-${id}`));
    const event = { at: NOON, actor: 'a', action: 'open', subject: id, outcome: 'done' } as const;
    await staff.appendAudit(event);
  }

  async function left() {
    const { staff } = stores;
    const conversations = await staff.countConversations({}, 10);
    const requests = await staff.countRequests({}, 10);
    return [conversations, requests, (await staff.listAudit({}, null, 10)).length];
  }

  async function runAt(days: number) {
    return makeRetention(dependencies(NOON + days * DAY)).run();
  }

  it('keeps each for its own time, to the day', async () => {
    await live('c1');
    await runAt(90);
    expect(await left()).to.deep.equal([1, 1, 1]);
    expect(await runAt(91)).to.include({ conversations: 1, requests: 0, auditRows: 0 });
    expect(await left()).to.deep.equal([0, 1, 1]);
    expect(await runAt(366)).to.include({ conversations: 0, requests: 1, auditRows: 0 });
    expect(await runAt(731)).to.include({ auditRows: 1 });
    expect(await left()).to.deep.equal([0, 0, 0]);
  });

  it('forgets more than one batch in one run', async () => {
    for (let index = 0; index < 205; index += 1) {
      await stores.store.saveTurn(answeredTurn(conversationAt(`c${index}`, 1), 'm1', 'sore?'));
    }
    expect(await runAt(91)).to.include({ conversations: 205 });
  });

  it('keeps the audit log provable', async () => {
    await live('c1');
    await stores.staff.appendAudit({
      at: NOON + 800 * DAY,
      actor: 'a',
      action: 'open',
      subject: 'c1',
      outcome: 'done',
    });
    await runAt(801);
    const finding = await stores.staff.verifyAudit(() => undefined);
    expect(finding).to.include({ kind: 'sound', rows: 1 });
  });

  it('runs at the start, and reports trouble instead of stopping the server', async () => {
    await live('c1');
    const troubles: unknown[] = [];
    const started = makeRetention(dependencies(NOON + 91 * DAY, troubles));
    await started.start();
    await started.stop();
    expect(await left()).to.deep.equal([0, 1, 1]);
    const broken = makeRetention({
      ...dependencies(NOON, troubles),
      staff: { pruneAudit: () => Promise.reject(new Error('no')) },
    });
    await broken.start();
    await broken.stop();
    expect(troubles).to.have.length(1);
  });

  it('erases before anything else what an old backup brought back', async () => {
    await live('c1');
    const ids = await stores.privacy.findPerson(
      { kind: 'conversation', id: 'c1' },
      { emails: [], phones: [] },
      () => undefined,
    );
    await noteErased(erasedFile, await stores.privacy.erasePerson(ids, NOON + DAY));
    await database.drop();
    // The backup: a database from before the erasure, which knows nothing of it.
    database = await createSqlite();
    stores = await database.openBoth();
    await live('c1');
    await live('c2');
    await makeRetention(dependencies(NOON + 2 * DAY)).run();
    expect(await stores.store.loadConversation('c1')).to.equal(undefined);
    expect(await stores.store.loadConversation('c2')).not.to.equal(undefined);
    expect(await stores.privacy.listTombstones()).not.to.deep.equal([]);
  });

  describe('the list of what was erased', () => {
    const one = { kind: 'conversation', id: 'c "1"\n', at: NOON } as const;

    it('is for its owner only, and is the same in file and database', async () => {
      await stores.privacy.addTombstones([one]);
      await keepErased(stores.privacy, erasedFile);
      expect(statSync(erasedFile).mode & 0o777).to.equal(0o600);
      const size = statSync(erasedFile).size;
      await keepErased(stores.privacy, erasedFile);
      expect(statSync(erasedFile).size).to.equal(size);
      expect(readFileSync(erasedFile, 'utf8')).to.include(JSON.stringify(one));
    });

    it('passes over a line that was cut off, and loses none beside it', async () => {
      await noteErased(erasedFile, [one]);
      appendFileSync(erasedFile, '\n{"kind":"conver');
      await noteErased(erasedFile, [{ ...one, id: 'c2' }]);
      await keepErased(stores.privacy, erasedFile);
      expect((await stores.privacy.listTombstones()).map(({ id }) => id)).to.have.members([
        one.id,
        'c2',
      ]);
    });

    it('is not made while there is nothing in it', async () => {
      await keepErased(stores.privacy, erasedFile);
      expect(existsSync(erasedFile)).to.equal(false);
    });
  });

  it('says when patients are told another figure', () => {
    const days = { transcripts: 90, bookings: 365, audit: 730 };
    expect(retentionTrouble(days, 90)).to.equal(null);
    expect(retentionTrouble(days, null)).to.equal(null);
    expect(retentionTrouble(days, 30)).to.include('30 days').and.include('is 90');
  });
});
