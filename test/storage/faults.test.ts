import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { Store } from '../../src/storage/store.ts';
import { crashAgainAndAgain, NOTHING_LOST } from '../faults/crash.ts';
import { createPostgres, ENGINES } from '../helpers/databases.ts';
import { launchPostgres } from '../helpers/postgres.ts';
import { bookingTurn, conversationAt } from '../helpers/turns.ts';
import { codeOf } from './support.ts';

const KILLS = 100;

for (const engine of ENGINES) {
  describe(`Faults on ${engine.name}`, () => {
    it(`loses, forgets and doubles nothing when the server is killed ${KILLS} times during bookings`, async function () {
      this.timeout(180_000);
      const database = await engine.create();
      const report = await crashAgainAndAgain(database, {
        kills: KILLS,
        bookings: KILLS,
        lanes: 3,
        longestLife: 160,
      });
      expect(report).to.include(NOTHING_LOST);
      expect(report.kills).to.equal(KILLS);
      expect(report.acknowledged).to.be.at.least(KILLS);
      await database.drop();
    });
  });
}

describe('PostgreSQL itself is killed', () => {
  it('tells visitors that it is unavailable, loses no booking, and goes on by itself', async function () {
    this.timeout(60_000);
    const server = await launchPostgres();
    const database = await createPostgres(server);
    const store = await database.open();
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round++) {
      const writing = bookUntilRefused(store, `round${round}`, acknowledged);
      await setTimeout(50 + Math.random() * 100);
      await server.kill();
      expect(await writing).to.equal('unavailable');
      expect(await codeOf(store.probe(round))).to.equal('unavailable');
      await server.start();
      await store.probe(round);
    }
    expect(acknowledged.length).to.be.greaterThan(5);
    for (const id of acknowledged) {
      expect((await store.readTranscript(id, 0, 10)).length).to.equal(2);
    }
    await database.drop();
    server.stop();
  });
});

/** Books one visitor after the other until the store refuses, and returns its reason. */
async function bookUntilRefused(store: Store, round: string, saved: string[]): Promise<string> {
  for (let visitor = 0; ; visitor++) {
    const id = `${round}-${visitor}`;
    const turn = bookingTurn(conversationAt(id, 1), 'm1', `DN-${id}`);
    const code = await codeOf(store.saveTurn(turn));
    if (code !== 'saved') return code;
    saved.push(id);
  }
}
