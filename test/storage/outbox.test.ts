import { expect } from 'chai';
import type { Delivery, Store } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const BOTH = ['email', 'webhook'];
const LEASE = 60_000;

for (const engine of ENGINES) {
  describe(`The outbox on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let now = NOON;

    beforeEach(async () => {
      database = await engine.create();
      store = await database.open();
      now = NOON + 10_000;
    });
    afterEach(() => database.drop());

    async function book(reference: string): Promise<void> {
      await store.saveTurn(bookingTurn(conversationAt(`c-${reference}`, 1), 'm1', reference));
    }

    function claim(destinations: readonly string[], from: Store = store) {
      return from.claimDeliveries(destinations, now, now + LEASE, 100);
    }

    async function waiting(): Promise<number> {
      return (await store.outboxFigures(now)).waiting;
    }

    it('hands out a request for each destination, with what reception needs', async () => {
      await book('DN-1');
      const claimed = await claim(BOTH);
      expect(claimed.map(({ destination }) => destination).sort()).to.deep.equal(BOTH);
      const [first, second] = claimed;
      expect(first?.requestId).to.equal(second?.requestId);
      expect(first?.id).not.to.equal(second?.id);
      expect(first).to.deep.include({
        conversation: 'c-DN-1',
        attempts: 0,
        since: now,
        createdAt: NOON + 1_000,
        request: {
          kind: 'booking',
          reference: 'DN-1',
          at: NOON + 1_000,
          name: 'Ana Lim',
          phone: '+442079460018',
          email: null,
          times: 'any Tuesday morning',
        },
      });
    });

    it('hands out nothing when nothing is configured, and all of it later', async () => {
      await book('DN-1');
      expect(await claim([])).to.deep.equal([]);
      expect(await waiting()).to.equal(1);
      expect((await claim(['email'])).length).to.equal(1);
    });

    it('keeps made-up requests apart: they reach no real destination, and real ones not theirs', async () => {
      await book('DN-1');
      await store.saveTurn(bookingTurn(conversationAt('footnote-demo-1', 1), 'm1', 'DN-2'));
      const real = await claim(BOTH);
      expect(real.map(({ request }) => request.reference)).to.deep.equal(['DN-1', 'DN-1']);
      const [made, ...more] = await claim(['demo']);
      expect([made?.request.reference, more]).to.deep.equal(['DN-2', []]);
      await store.requeueDelivery(made?.id ?? '', now);
      now += 2 * LEASE;
      expect((await claim(BOTH)).map(({ request }) => request.reference)).not.to.include('DN-2');
    });

    it('leases: nobody else gets it until the lease has run out', async () => {
      await book('DN-1');
      const [first] = await claim(['email']);
      now += LEASE - 1;
      expect(await claim(['email'])).to.deep.equal([]);
      now += 1;
      const [again] = await claim(['email']);
      expect(again).to.deep.equal({ ...first, attempts: 1 });
    });

    it('hands each delivery to one of two servers that ask at once', async () => {
      const other = await database.open();
      for (let index = 0; index < 30; index++) await book(`DN-${index}`);
      const few = (from: Store) => from.claimDeliveries(BOTH, now, now + LEASE, 10);
      const claims: (readonly Delivery[])[] = [];
      for (let round = 0; round < 6; round++) {
        claims.push(...(await Promise.all([few(store), few(other)])));
      }
      const ids = claims.flat().map(({ id }) => id);
      expect(ids.length).to.equal(60);
      expect(new Set(ids).size).to.equal(60);
    });

    it('is delivered when every destination has it, not before', async () => {
      await book('DN-1');
      const [first, second] = await claim(BOTH);
      await store.markDelivered(first?.id ?? '', now);
      expect(await waiting()).to.equal(1);
      await store.markDelivered(second?.id ?? '', now);
      expect(await waiting()).to.equal(0);
      expect(await claim(BOTH)).to.deep.equal([]);
    });

    it('closes a request whose last two deliveries arrive at the same moment', async () => {
      const other = await database.open();
      for (let index = 0; index < 10; index++) await book(`DN-${index}`);
      const claimed = await claim(BOTH);
      await Promise.all(
        claimed.map(({ id, destination }) =>
          (destination === 'email' ? store : other).markDelivered(id, now),
        ),
      );
      await claim(BOTH);
      expect(await waiting()).to.equal(0);
    });

    it('comes back at the time that was set, and says why it failed', async () => {
      await book('DN-1');
      const [first] = await claim(['email']);
      await store.markFailed(first?.id ?? '', { at: now + 500, error: 'smtp-451', dead: false });
      expect(await claim(['email'])).to.deep.equal([]);
      expect(await store.listPendingDeliveries(10)).to.deep.equal([
        {
          id: first?.id,
          reference: 'DN-1',
          destination: 'email',
          attempts: 1,
          createdAt: NOON + 1_000,
          dueAt: now + 500,
          error: 'smtp-451',
          dead: false,
        },
      ]);
      now += 500;
      expect((await claim(['email'])).map(({ attempts }) => attempts)).to.deep.equal([1]);
    });

    it('keeps a dead letter, counts it, and hands it out again only when asked to', async () => {
      await book('DN-1');
      await book('DN-2');
      const [first] = await claim(['email']);
      const id = first?.id ?? '';
      await store.markFailed(id, { at: now, error: 'smtp-550', dead: true });
      now += 365 * 24 * 3_600_000;
      expect((await claim(['email'])).map((one) => one.id)).not.to.include(id);
      expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 2, dead: 1, overdue: 2 });
      expect((await store.listPendingDeliveries(1))[0]).to.include({ id, dead: true });
      expect(await store.requeueDelivery(id, now)).to.equal(true);
      const [again] = await claim(['email']);
      expect(again).to.include({ id, since: now });
    });

    it('knows what is overdue', async () => {
      await book('DN-1');
      expect((await store.outboxFigures(NOON + 1_000)).overdue).to.equal(0);
      expect((await store.outboxFigures(NOON + 1_001)).overdue).to.equal(1);
    });

    it('lets no late failure undo an arrival', async () => {
      await book('DN-1');
      const [first] = await claim(['email']);
      const id = first?.id ?? '';
      await store.markDelivered(id, now);
      await store.markFailed(id, { at: now, error: 'timeout', dead: true });
      expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 0, dead: 0, overdue: 0 });
      expect(await store.requeueDelivery(id, now)).to.equal(false);
      expect(await store.requeueDelivery('no/such', now)).to.equal(false);
    });

    it('does not wait for a destination that is no longer configured', async () => {
      await book('DN-1');
      const claimed = await claim(BOTH);
      const email = claimed.find(({ destination }) => destination === 'email');
      await store.markDelivered(email?.id ?? '', now);
      now += LEASE;
      expect(await claim(['email'])).to.deep.equal([]);
      expect(await waiting()).to.equal(0);
    });

    it('sends what is still open to a destination configured later, and nothing that was closed', async () => {
      await book('DN-1');
      await book('DN-2');
      const [first] = await claim(['email']);
      await store.markDelivered(first?.id ?? '', now);
      const later = await claim(BOTH);
      expect(later.map(({ destination }) => destination)).to.deep.equal(['webhook']);
      expect(later[0]?.request.reference).not.to.equal(first?.request.reference);
    });
  });
}
