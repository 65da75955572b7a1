import { expect } from 'chai';
import fc from 'fast-check';
import { backoff } from '../../src/delivery/backoff.ts';
import { DeliveryError, type Destination } from '../../src/delivery/destination.ts';
import { makeRelay, type RelayNews, type RelayOptions } from '../../src/delivery/outbox.ts';
import type { Delivery, Store } from '../../src/storage/store.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A receiver that honours the key, and fails when told to. */
class Receiver implements Destination {
  readonly name: Destination['name'];
  readonly keys: string[] = [];
  readonly tries: Delivery[] = [];
  trouble: (() => Promise<void> | void) | null = null;

  constructor(name: Destination['name']) {
    this.name = name;
  }

  async deliver(delivery: Delivery): Promise<void> {
    this.tries.push(delivery);
    await this.trouble?.();
    this.keys.push(delivery.requestId);
  }
}

function refuse(): never {
  throw new DeliveryError('http-503');
}

describe('The relay', () => {
  let database: TestDatabase;
  let store: Store;
  let now = NOON;
  let news: RelayNews[] = [];
  let email: Receiver;
  let webhook: Receiver;

  beforeEach(async () => {
    database = await createSqlite();
    store = await database.open();
    now = NOON + MINUTE;
    news = [];
    email = new Receiver('email');
    webhook = new Receiver('webhook');
  });
  afterEach(() => database.drop());

  function relayTo(destinations: readonly Destination[], options: Partial<RelayOptions> = {}) {
    const report = (one: RelayNews) => news.push(one);
    return makeRelay({
      store,
      destinations,
      report,
      clock: () => now,
      chance: () => 0.5,
      ...options,
    });
  }

  async function book(count: number, prefix = 'DN'): Promise<void> {
    for (let index = 0; index < count; index++) {
      const conversation = conversationAt(`${prefix}-${index}`, 1);
      await store.saveTurn(bookingTurn(conversation, 'm1', `${prefix}-${index}`));
    }
  }

  it('takes a request to every destination, once', async () => {
    await book(3);
    const relay = relayTo([email, webhook]);
    expect(await relay.deliverDue()).to.equal(6);
    expect(await relay.deliverDue()).to.equal(0);
    expect(new Set(email.keys).size).to.equal(3);
    expect([...webhook.keys].sort()).to.deep.equal([...email.keys].sort());
    expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 0, dead: 0, overdue: 0 });
  });

  it('goes through any number in one go', async () => {
    await book(50);
    expect(await relayTo([email]).deliverDue()).to.equal(50);
    expect(new Set(email.keys).size).to.equal(50);
  });

  it('hands no health details to a destination', async () => {
    await book(1);
    await relayTo([email]).deliverDue();
    expect(JSON.stringify(email.tries)).to.include('Ana Lim').and.not.include('heel');
  });

  it('tries again later, keeps the other destination’s success, and loses nothing', async () => {
    await book(1);
    const relay = relayTo([email, webhook]);
    webhook.trouble = refuse;
    await relay.deliverDue();
    expect([email.keys.length, webhook.keys.length]).to.deep.equal([1, 0]);
    expect(news).to.deep.equal([
      { kind: 'failed', destination: 'webhook', reference: 'DN-0', tries: 1, code: 'http-503' },
    ]);
    expect(await relay.deliverDue()).to.equal(0);

    webhook.trouble = null;
    now += HOUR;
    expect(await relay.deliverDue()).to.equal(1);
    expect(webhook.keys).to.deep.equal(email.keys);
    expect((await store.outboxFigures(now)).waiting).to.equal(0);
  });

  it('lets requests wait while nothing is configured, and delivers them once something is', async () => {
    await book(2);
    expect(await relayTo([]).deliverDue()).to.equal(0);
    now += 200 * DAY;
    expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 2, dead: 0, overdue: 2 });
    email.trouble = refuse;
    await relayTo([email]).deliverDue();
    expect((await store.outboxFigures(now)).dead).to.equal(0);
    email.trouble = null;
    now += HOUR;
    await relayTo([email]).deliverDue();
    expect(email.keys.length).to.equal(2);
  });

  it('outlives a day without the receiver: 200 requests, none lost, none twice', async () => {
    await book(200);
    const relay = relayTo([webhook]);
    webhook.trouble = refuse;
    for (const end = now + DAY; now < end; now += 10 * MINUTE) await relay.deliverDue();
    const tries = webhook.tries.length / 200;
    expect(tries).to.be.within(24, 48);
    expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 200, dead: 0, overdue: 200 });

    webhook.trouble = null;
    now += HOUR;
    await relay.deliverDue();
    expect(webhook.keys.length).to.equal(200);
    expect(new Set(webhook.keys).size).to.equal(200);
  });

  it('leaves what fails for days to people, visible, counted and ready for another try', async () => {
    await book(1);
    const relay = relayTo([email]);
    email.trouble = refuse;
    for (const end = now + 6 * DAY; now < end; now += HOUR) await relay.deliverDue();
    expect(news.at(-1)).to.include({ kind: 'dead', reference: 'DN-0', code: 'http-503' });
    expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 1, dead: 1, overdue: 1 });
    const [letter] = await store.listPendingDeliveries(10);
    expect(letter).to.include({ reference: 'DN-0', dead: true, error: 'http-503' });

    email.trouble = null;
    expect(await relay.deliverDue()).to.equal(0);
    expect(await store.requeueDelivery(letter?.id ?? '', now)).to.equal(true);
    expect(await relay.deliverDue()).to.equal(1);
    expect(await store.outboxFigures(now)).to.deep.equal({ waiting: 0, dead: 0, overdue: 0 });
    expect(await store.requeueDelivery(letter?.id ?? '', now)).to.equal(false);
  });

  it('sends again, with the same key, when it could not note the success', async () => {
    await book(1);
    let failures = 0;
    const forgetful: RelayOptions['store'] = {
      ...store,
      markDelivered: async (id, at) => {
        failures += 1;
        if (failures === 1) throw new Error('the database is away');
        await store.markDelivered(id, at);
      },
    };
    const relay = relayTo([email], { store: forgetful });
    await relay.deliverDue();
    expect(news.map(({ kind }) => kind)).to.deep.equal(['store-trouble']);
    expect(await relay.deliverDue()).to.equal(0);
    now += 3 * MINUTE;
    await relay.deliverDue();
    expect(email.keys.length).to.equal(2);
    expect(new Set(email.keys).size).to.equal(1);
    expect((await store.outboxFigures(now)).waiting).to.equal(0);
  });

  it('shares the work with another relay without sending anything twice', async () => {
    await book(40);
    await Promise.all([relayTo([email]).deliverDue(), relayTo([email]).deliverDue()]);
    expect(email.keys.length).to.equal(40);
    expect(new Set(email.keys).size).to.equal(40);
  });

  it('is woken by a new request, and stops only when what is under way has ended', async () => {
    const relay = relayTo([email], { pause: HOUR });
    relay.start();
    await book(1);
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((begin) => {
      email.trouble = () => {
        begin();
        return new Promise((resolve) => {
          finish = resolve;
        });
      };
    });
    relay.wake();
    await begun;
    let stopped = false;
    const stopping = relay.stop().then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect(stopped).to.equal(false);
    finish();
    await stopping;
    expect((await store.outboxFigures(now)).waiting).to.equal(0);
  });

  it('says at the start what waits while nothing is configured, and what is overdue', async () => {
    await book(2);
    now += 10 * MINUTE;
    const heard = new Promise<void>((resolve) => {
      const relay = relayTo([], {
        report: (one) => {
          news.push(one);
          if (one.kind === 'overdue') resolve(relay.stop());
        },
      });
      relay.start();
    });
    await heard;
    expect(news).to.deep.equal([
      { kind: 'nowhere', waiting: 2 },
      { kind: 'overdue', overdue: 2, dead: 0 },
    ]);
  });

  it('goes on after trouble with the store', async () => {
    await book(1);
    let calls = 0;
    const flaky: RelayOptions['store'] = {
      ...store,
      claimDeliveries: async (...given) => {
        calls += 1;
        if (calls === 1) throw new Error('the database is away');
        return store.claimDeliveries(...given);
      },
    };
    const arrived = new Promise<void>((resolve) => {
      email.trouble = resolve;
    });
    const relay = relayTo([email], { store: flaky, pause: 1 });
    relay.start();
    await arrived;
    await relay.stop();
    expect(news[0]?.kind).to.equal('store-trouble');
    expect(email.keys.length).to.equal(1);
  });
});

describe('The back-off', () => {
  it('doubles from five seconds to an hour, of which half is chance', () => {
    const most = Array.from({ length: 12 }, (_, tries) => backoff(tries, 1) / 1_000);
    expect(most).to.deep.equal([5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]);
    expect(backoff(0, 0)).to.equal(2_500);
  });

  it('is never shorter than before and never longer than an hour', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, chance) => {
          const wait = backoff(tries, chance);
          expect(wait).to.be.within(2_500, HOUR);
          expect(backoff(tries + 1, chance)).to.be.at.least(wait);
        },
      ),
    );
  });
});
