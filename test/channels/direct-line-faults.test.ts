import { expect } from 'chai';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { Caller, Listening, readPass, readRefusal, until } from '../helpers/directline.ts';
import { type FailingStore, failingStore } from '../helpers/failing-store.ts';
import { realGuide } from '../helpers/guide.ts';
import { type RunningServer, serveDirectLine } from '../helpers/server.ts';

describe('Direct Line without its database', () => {
  let guide: Guide;
  let database: TestDatabase;
  let store: FailingStore;
  let server: RunningServer;
  let now: number;
  let caller: Caller;
  let id: string;

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
    store = failingStore(await database.open());
    now = Date.now();
    server = await serveDirectLine(guide, { store, clock: () => now });
    caller = new Caller(server.url);
    id = (await caller.begin()).conversationId;
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  const loseStore = () => store.fail('loadConversation', 'saveTurn', 'readTranscript');

  it('keeps answering polls, with nothing new and the same watermark', async () => {
    loseStore();
    for (const watermark of ['2', '', 'odd']) {
      const response = await caller.call(
        'GET',
        `/conversations/${id}/activities?watermark=${watermark}`,
      );
      expect(response.status).to.equal(200);
      const expected = watermark === '2' ? '2' : '0';
      expect(await response.json()).to.deep.equal({ activities: [], watermark: expected });
    }
    store.fail();
    expect((await caller.read(id)).activities).to.have.lengthOf(1);
  });

  it('says calmly that a message was not taken, once, and takes it when it is sent again', async () => {
    loseStore();
    expect(await readRefusal(await caller.say(id, 'does it hurt?', 'm1'))).to.equal('502 BotError');
    const { activities, watermark } = await caller.read(id, '2');
    expect(activities.map(({ text }) => text)).to.deep.equal([guide.content.messages.apology]);
    expect(watermark).to.match(/^2\.\d+$/);
    expect((await caller.read(id, watermark)).activities).to.deep.equal([]);
    store.fail();
    expect((await caller.say(id, 'does it hurt?', 'm1')).status).to.equal(200);
    const after = await caller.read(id, watermark);
    expect(after.activities[0]?.text).to.equal('does it hurt?');
    expect(after.activities).to.have.length.greaterThan(1);
    const lines = await store.readTranscript(id, 0, 100);
    expect(JSON.stringify(lines)).to.not.include(guide.content.messages.apology.slice(0, 40));
  });

  it('gives urgent advice all the same, by polling and by WebSocket', async () => {
    const stream = await readPass(await caller.call('GET', `/conversations/${id}?watermark=2`));
    const listening = new Listening(stream.streamUrl);
    await listening.opened();
    loseStore();
    const response = await caller.say(id, 'I cannot breathe and my chest hurts', 'm1');
    expect(response.status).to.equal(502);
    const { activities } = await caller.read(id, '2');
    expect(Object(activities[0]?.channelData).footnote.kind).to.equal('urgent');
    await until(() => listening.texts.length > 0);
    expect(listening.texts).to.deep.equal([activities[0]?.text]);
    listening.socket.terminate();
  });

  it('begins a conversation with an apology, in which an urgent message is heard', async () => {
    loseStore();
    const late = new Caller(server.url);
    const begun = await late.begin();
    const first = await late.read(begun.conversationId);
    expect(first.activities.map(({ text }) => text)).to.deep.equal([
      guide.content.messages.apology,
    ]);
    const resumed = await late.call('GET', `/conversations/${begun.conversationId}`);
    expect(resumed.status).to.equal(200);
    await late.say(begun.conversationId, 'I cannot breathe and my chest hurts', 'm1');
    const { activities } = await late.read(begun.conversationId, first.watermark);
    expect(Object(activities[0]?.channelData).footnote.kind).to.equal('urgent');
    store.fail();
    expect((await late.say(begun.conversationId, 'hello', 'm2')).status).to.equal(200);
  });

  it('forgets an apology after a while', async () => {
    loseStore();
    await caller.say(id, 'does it hurt?', 'm1');
    now += 6 * 60_000;
    expect((await caller.read(id)).activities).to.deep.equal([]);
  });

  it('sends what a stream missed once the database is back', async () => {
    loseStore();
    const resumed = await readPass(await caller.call('GET', `/conversations/${id}?watermark=`));
    const listening = new Listening(resumed.streamUrl);
    await listening.opened();
    store.fail();
    await until(() => listening.texts.length > 0);
    expect(listening.texts).to.deep.equal([guide.content.messages.welcome]);
    listening.socket.terminate();
  });

  it('reports trouble by what failed, never by what was said', async () => {
    loseStore();
    await caller.say(id, 'my name is Ana and it hurts', 'm1');
    expect(server.reported).to.include('a turn failed');
    expect(server.reported.join()).to.not.match(/Ana|hurts/);
  });
});

for (const engine of ENGINES) {
  describe(`Direct Line over ${engine.name}`, () => {
    let guide: Guide;
    let database: TestDatabase;
    const servers: RunningServer[] = [];

    before(async () => {
      guide = await realGuide();
    });

    beforeEach(async () => {
      database = await engine.create();
    });

    afterEach(async () => {
      for (const server of servers.splice(0)) await server.close();
      await database.drop();
    });

    async function serve(lookEvery: number | null = null): Promise<RunningServer> {
      const server = await serveDirectLine(guide, { store: await database.open(), lookEvery });
      servers.push(server);
      return server;
    }

    it('gives a conversation back after a restart of the server, by polling and by stream', async () => {
      const first = await serve();
      const caller = new Caller(first.url);
      const { conversationId: id } = await caller.begin();
      await caller.say(id, 'does it hurt?', 'm1');
      const before = await caller.read(id);
      await first.close();
      servers.length = 0;
      const back = new Caller((await serve()).url, caller.token);
      expect(await back.read(id)).to.deep.equal(before);
      const { streamUrl } = await readPass(await back.call('GET', `/conversations/${id}`));
      const listening = new Listening(streamUrl);
      await until(() => listening.frames.length > 0);
      expect(listening.frames).to.deep.equal([before]);
      listening.socket.terminate();
      await back.say(id, 'does it hurt?', 'm1');
      expect(await back.read(id)).to.deep.equal(before);
    });

    it('keeps a stream on one server current with turns that another server took', async () => {
      const [here, there] = [await serve(50), await serve(50)];
      const caller = new Caller(here.url);
      const { conversationId: id, streamUrl } = await caller.begin();
      const listening = new Listening(streamUrl);
      await listening.opened();
      const elsewhere = new Caller(there.url, caller.token);
      expect((await elsewhere.say(id, 'does it hurt?', 'm1')).status).to.equal(200);
      await until(() => listening.texts.includes('does it hurt?'));
      listening.socket.terminate();
    });

    it('takes one turn of an activity that reaches two servers at once', async () => {
      const [here, there] = [await serve(), await serve()];
      const caller = new Caller(here.url);
      const { conversationId: id } = await caller.begin();
      const elsewhere = new Caller(there.url, caller.token);
      const answers = await Promise.all([
        caller.say(id, 'does it hurt?', 'm1'),
        elsewhere.say(id, 'does it hurt?', 'm1'),
      ]);
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
      const { activities } = await caller.read(id);
      expect(activities.filter(({ text }) => text === 'does it hurt?')).to.have.lengthOf(1);
    });
  });
}
