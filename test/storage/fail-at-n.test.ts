import { expect } from 'chai';
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  RootOperationNode,
} from 'kysely';
import type { Destination } from '../../src/delivery/destination.ts';
import { makeRelay } from '../../src/delivery/outbox.ts';
import type { Engine } from '../../src/storage/engine.ts';
import { makeStore } from '../../src/storage/open.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import type { Store, Turn } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const HOUR = 60 * 60_000;

/** Fails one statement: before the database hears of it, or after it has done it. */
class FailAt implements KyselyPlugin {
  statements = 0;
  failAt = 0;
  when: 'before' | 'after' = 'before';

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    this.statements += 1;
    if (this.when === 'before') this.#failNow();
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    if (this.when === 'after') this.#failNow();
    return result;
  }

  #failNow(): void {
    if (this.statements === this.failAt) throw new Error('made to fail');
  }
}

for (const { name, create } of ENGINES) {
  describe(`The N-th statement fails on ${name}`, () => {
    let database: TestDatabase;
    let engine: Engine;
    let failing: FailAt;
    let store: Store;
    let conversations = 0;

    before(async () => {
      database = await create();
      await database.open();
      const { databaseUrl, sqlitePath = '' } = database.at;
      engine = databaseUrl ? await openPostgres(databaseUrl) : await openSqlite(sqlitePath);
    });
    beforeEach(() => {
      failing = new FailAt();
      store = makeStore({ ...engine, db: engine.db.withPlugin(failing) }, database.vault);
    });
    after(async () => {
      await engine.db.destroy();
      await database.drop();
    });

    /** How many statements a booking takes, from the first question to the last delivery. */
    async function bookAndDeliver(when: FailAt['when'], failAt: number): Promise<number> {
      const id = `c${conversations++}`;
      Object.assign(failing, { statements: 0, failAt, when });
      const turns = [
        answeredTurn(conversationAt(id, 1), 'm1', 'how long will I be sore'),
        answeredTurn(conversationAt(id, 2), 'm2', 'book'),
        bookingTurn(conversationAt(id, 3), 'm3', `DN-${id}`),
      ];
      for (const turn of turns) await sendUntilSaved(store, turn);
      const keys = await deliverUntilQuiet(store, `DN-${id}`);
      const { statements } = failing;
      failing.failAt = 0;

      expect(keys.size, `${when} ${failAt}`).to.equal(1);
      expect((await store.outboxFigures(Number.MAX_SAFE_INTEGER)).waiting).to.equal(0);
      const lines = await store.readTranscript(id, 0, 100);
      expect(lines.map(({ sequence }) => sequence)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await store.loadConversation(id))?.version).to.equal(3);
      return statements;
    }

    for (const when of ['before', 'after'] as const) {
      it(`leaves every booking whole and delivered once, for each N, failing ${when} the work`, async () => {
        const statements = await bookAndDeliver(when, 0);
        expect(statements).to.be.greaterThan(15);
        for (let failAt = 1; failAt <= statements; failAt++) await bookAndDeliver(when, failAt);
      });

      it(`saves all of a turn or nothing of it, for each N, failing ${when} the work`, async () => {
        const turnOf = (id: string) => bookingTurn(conversationAt(id, 1), 'm1', `DN-${id}`);
        // Whatever the store asks once only, it has asked before it counts.
        await store.saveTurn(turnOf(`c${conversations++}`));
        failing.statements = 0;
        await store.saveTurn(turnOf(`c${conversations++}`));
        const { statements } = failing;
        expect(statements).to.be.at.least(4);
        for (let failAt = 1; failAt <= statements; failAt++) {
          const id = `c${conversations++}`;
          Object.assign(failing, { statements: 0, failAt, when });
          const failed = await store.saveTurn(turnOf(id)).then(
            () => false,
            () => true,
          );
          expect(failed).to.equal(true);
          for (const table of ['turns', 'lines', 'requests']) {
            const rows = await database.query(
              `select 1 from ${table} where conversation_id = '${id}'`,
            );
            expect(rows.length, `${table} at ${failAt}`).to.equal(0);
          }
          expect(await store.loadConversation(id)).to.equal(undefined);
        }
      });
    }
  });
}

/** A visitor's client: it sends the same message again until it is answered. */
async function sendUntilSaved(store: Store, turn: Turn): Promise<void> {
  for (let tries = 1; tries <= 3; tries++) {
    try {
      await store.saveTurn(turn);
      return;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

/** Returns the keys under which the clinic had the request. */
async function deliverUntilQuiet(store: Store, reference: string): Promise<Set<string>> {
  const keys = new Set<string>();
  let now = NOON + HOUR;
  const receiver: Destination = {
    name: 'email',
    deliver: async ({ request, requestId }) => {
      if (request.reference === reference) keys.add(requestId);
    },
  };
  const relay = makeRelay({
    store,
    destinations: [receiver],
    report: () => undefined,
    clock: () => now,
    chance: () => 1,
  });
  for (let round = 0; round < 4; round++) {
    await relay.deliverDue().catch(() => undefined);
    now += HOUR;
  }
  return keys;
}
