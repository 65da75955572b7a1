import { expect } from 'chai';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { Caller, readPass, StockClient, until } from '../helpers/directline.ts';
import { type FailingStore, failingStore } from '../helpers/failing-store.ts';
import { realGuide } from '../helpers/guide.ts';
import { type RunningServer, serveDirectLine } from '../helpers/server.ts';

const ONLINE = 2;
const EXPIRED = 3;
const FAILED = 4;

describe('BotFramework-DirectLineJS, the stock client', () => {
  let guide: Guide;
  let database: TestDatabase;
  let server: RunningServer;
  let store: FailingStore;
  let now: number;
  const clients: StockClient[] = [];

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
    store = failingStore(await database.open());
    now = Date.now();
    server = await serveDirectLine(guide, { store, clock: () => now });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await server.close();
    await database.drop();
  });

  function connect(...options: ConstructorParameters<typeof StockClient>): StockClient {
    const client = new StockClient(...options);
    clients.push(client);
    return client;
  }

  async function token(): Promise<string> {
    const caller = new Caller(server.url);
    const response = await caller.call('POST', '/tokens/generate');
    return (await response.json()).token;
  }

  for (const webSocket of [false, true]) {
    const way = webSocket ? 'WebSocket' : 'polling';

    it(`is welcomed and answered by ${way}`, async () => {
      const client = connect(server.url, {
        token: await token(),
        webSocket,
        pollingInterval: 200,
      });
      await client.heard(guide.content.messages.welcome.slice(0, 40));
      expect(client.statuses).to.deep.equal([0, 1, ONLINE]);
      const id = await client.say('How long will I be sore after dry needling?', 'c1');
      const echo = await client.heard('How long will I be sore');
      expect(echo).to.include({ id, type: 'message' });
      expect(echo.from).to.include({ id: 'stock', role: 'user' });
      expect(echo.channelData).to.deep.equal({ clientActivityID: 'c1' });
      const reply = await client.heard(guide.content.messages.notice);
      expect(reply.from.role).to.equal('bot');
      expect(reply.replyToId).to.equal('c1');
    });

    it(`comes back to its conversation where it was, by ${way}`, async () => {
      const caller = new Caller(server.url);
      const { conversationId, token } = await caller.begin();
      await caller.say(conversationId, 'does it hurt?', 'm1');
      const { watermark } = await caller.read(conversationId);
      await caller.say(conversationId, 'how many sessions will I need?', 'm2');
      const client = connect(server.url, {
        token,
        conversationId,
        watermark,
        webSocket,
        pollingInterval: 200,
      });
      await client.heard('how many sessions');
      await until(() => client.seen.length > 1);
      expect(client.seen.map(({ text }) => text)).to.not.include('does it hurt?');
      expect(client.statuses).to.deep.equal([0, 1, ONLINE]);
    });
  }

  it('is told of a conversation that is not there', async () => {
    const generated = new Caller(server.url);
    const { conversationId, token } = await readPass(
      await generated.call('POST', '/tokens/generate'),
    );
    const client = connect(server.url, { token, conversationId, webSocket: false });
    await until(() => client.statuses.includes(FAILED));
  });

  it('is told when its token has expired, and stops polling with it', async () => {
    const client = connect(server.url, {
      token: await token(),
      webSocket: false,
      pollingInterval: 200,
    });
    await client.heard('');
    now += 31 * 60_000;
    await until(() => client.statuses.includes(EXPIRED));
  });

  it('goes on polling through an outage of the database', async () => {
    const client = connect(server.url, {
      token: await token(),
      webSocket: false,
      pollingInterval: 200,
    });
    await client.heard(guide.content.messages.welcome.slice(0, 40));
    store.fail('loadConversation', 'saveTurn', 'readTranscript');
    expect(await client.say('does it hurt?', 'm1')).to.equal('retry');
    await client.heard(guide.content.messages.apology.slice(0, 40));
    store.fail();
    const id = await client.say('does it hurt?', 'm1');
    expect(id).to.not.equal('retry');
    expect((await client.heard('does it hurt?')).id).to.equal(id);
    expect(client.statuses).to.deep.equal([0, 1, ONLINE]);
  });

  it('comes back by itself after a restart of the server, and missed nothing', async () => {
    const caller = new Caller(server.url);
    const { conversationId, token } = await caller.begin();
    // It waits 3 to 15 seconds, by chance, before it tries again.
    const client = connect(server.url, { token, conversationId, random: () => 0 });
    await client.heard(guide.content.messages.welcome.slice(0, 40));
    const port = Number(new URL(server.url).port);
    await server.close();
    server = await serveDirectLine(guide, { store: await database.open() }, port);
    await caller.say(conversationId, 'does it hurt?', 'm1');
    await client.heard('does it hurt?');
    expect(client.seen.filter(({ text }) => text === 'does it hurt?')).to.have.lengthOf(1);
  });
});
