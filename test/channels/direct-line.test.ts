import { expect } from 'chai';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { Caller, type Pass, readPass, readRefusal } from '../helpers/directline.ts';
import { realGuide } from '../helpers/guide.ts';
import { type RunningServer, serveDirectLine } from '../helpers/server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('Direct Line', () => {
  let guide: Guide;
  let database: TestDatabase;
  let server: RunningServer;
  let now: number;
  let caller: Caller;
  let pass: Pass;

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
    now = Date.now();
    server = await serveDirectLine(guide, { store: await database.open(), clock: () => now });
    caller = new Caller(server.url);
    pass = await caller.begin();
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  const refusal = async (response: Promise<Response>) => readRefusal(await response);
  const activitiesOf = (id: string) => `/conversations/${id}/activities`;

  describe('tokens', () => {
    it('gives a token for one conversation, which is begun with it', async () => {
      const other = new Caller(server.url);
      const generated = await readPass(await other.call('POST', '/tokens/generate'));
      expect(generated.expires_in).to.equal(30 * 60);
      other.token = generated.token;
      const response = await other.call('POST', '/conversations');
      expect(response.status).to.equal(201);
      expect(response.headers.get('cache-control')).to.equal('no-store');
      const begun = await readPass(response);
      expect(begun.conversationId).to.equal(generated.conversationId);
      expect(begun.streamUrl).to.match(/^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\//);
    });

    it('begins a conversation once, with one welcome, however often it is asked', async () => {
      for (const _ of [1, 2, 3]) {
        const again = await readPass(await caller.call('POST', '/conversations', {}));
        expect(again.conversationId).to.equal(pass.conversationId);
      }
      const { activities } = await caller.read(pass.conversationId);
      expect(activities.map(({ text }) => text)).to.deep.equal([guide.content.messages.welcome]);
    });

    it('refuses what has no token, or one that was tampered with', async () => {
      const path = activitiesOf(pass.conversationId);
      const nobody = new Caller(server.url);
      expect(await refusal(nobody.call('GET', path))).to.equal('401 Unauthorized');
      expect(await refusal(nobody.call('POST', '/conversations'))).to.equal('401 Unauthorized');
      const [body = '', signature = ''] = pass.token.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
      const longer = Buffer.from(JSON.stringify({ ...claims, expires: now + HOUR })).toString(
        'base64url',
      );
      for (const token of [`${longer}.${signature}`, body, `${body}.`, 'undefined']) {
        const forger = new Caller(server.url, token);
        expect(await refusal(forger.call('GET', path))).to.equal('403 BadToken');
      }
    });

    it('ends a token after its time, and renews it while it lasts', async () => {
      now += 29 * MINUTE;
      const fresh = await readPass(await caller.call('POST', '/tokens/refresh'));
      expect(fresh.conversationId).to.equal(pass.conversationId);
      now += 2 * MINUTE;
      const path = activitiesOf(pass.conversationId);
      expect(await refusal(caller.call('GET', path))).to.equal('403 TokenExpired');
      expect(await refusal(caller.say(pass.conversationId, 'hi', 'm'))).to.equal(
        '403 TokenExpired',
      );
      const renewed = new Caller(server.url, fresh.token);
      expect((await renewed.call('GET', path)).status).to.equal(200);
    });

    it('lets a visitor who closed the laptop come back the same day, and no later', async () => {
      now += 24 * HOUR;
      const fresh = await readPass(await caller.call('POST', '/tokens/refresh'));
      const back = new Caller(server.url, fresh.token);
      expect((await back.read(pass.conversationId)).activities).to.have.lengthOf(1);
      now += 25 * HOUR;
      expect(await refusal(back.call('POST', '/tokens/refresh'))).to.equal('403 TokenExpired');
    });

    it("never lets one visitor's token reach another's conversation", async () => {
      const other = new Caller(server.url);
      const theirs = await other.begin();
      const id = theirs.conversationId;
      const tries: readonly (readonly [string, string, unknown?])[] = [
        ['GET', `/conversations/${id}`],
        ['GET', `/conversations/${id}?watermark=0`],
        ['GET', activitiesOf(id)],
        ['GET', `${activitiesOf(id)}?watermark=0`],
        ['POST', activitiesOf(id), { type: 'message', text: 'hello' }],
        ['GET', activitiesOf(`${pass.conversationId}%2F..%2F${id}`)],
        ['GET', activitiesOf(id.toLowerCase())],
      ];
      for (const [method, path, body] of tries) {
        expect(await refusal(caller.call(method, path, body)), path).to.equal('403 BadToken');
      }
      expect((await other.read(id)).activities).to.have.lengthOf(1);
    });

    it('takes a ticket for a stream as no token', async () => {
      const ticket = new URL(pass.streamUrl).searchParams.get('t');
      const holder = new Caller(server.url, ticket);
      const path = activitiesOf(pass.conversationId);
      expect(await refusal(holder.call('GET', path))).to.equal('403 BadToken');
      expect(await refusal(holder.call('POST', '/tokens/refresh'))).to.equal('403 BadToken');
    });
  });

  describe('activities', () => {
    it('echoes what was sent, answers it, and gives both only to who has not read them', async () => {
      const { watermark } = await caller.read(pass.conversationId);
      expect(watermark).to.equal('2');
      const channelData = { clientActivityID: 'm1', page: { path: '/running' } };
      const from = { id: 'me', name: 'Visitor', role: 'bot' };
      const text = 'How long will I be sore after dry needling?';
      const posted = await caller.post(pass.conversationId, {
        type: 'message',
        text,
        from,
        channelData,
        locale: 'en-GB',
      });
      expect(posted.status).to.equal(200);
      const { activities, watermark: next } = await caller.read(pass.conversationId, watermark);
      const [echo, reply] = activities;
      expect(await posted.json()).to.deep.equal({ id: echo?.id });
      expect(echo).to.deep.include({ type: 'message', text, channelData, locale: 'en-GB' });
      expect(echo?.from).to.deep.equal({ id: 'me', name: 'Visitor', role: 'user' });
      expect(reply).to.include({ replyToId: 'm1', textFormat: 'markdown' });
      expect(reply?.text).to.include(guide.content.messages.sources);
      expect(await caller.read(pass.conversationId, next)).to.deep.equal({
        activities: [],
        watermark: next,
      });
    });

    it('gives everything again to a watermark it does not know', async () => {
      const all = await caller.read(pass.conversationId);
      for (const odd of ['', '0', '-1', 'null', '1e3', '%00', '99999999999', '9'.repeat(400)]) {
        expect(await caller.read(pass.conversationId, odd), odd).to.deep.equal(all);
      }
    });

    it('reads back exactly what was saved', async () => {
      await caller.say(pass.conversationId, 'does it hurt?', 'm1');
      const store = await database.open();
      const lines = await store.readTranscript(pass.conversationId, 0, 100);
      const { activities } = await caller.read(pass.conversationId);
      const ids = lines.filter((line) => line.from === 'assistant' || line.message.kind === 'text');
      expect(activities.map(({ id }) => id)).to.deep.equal(ids.map(({ id }) => id));
      const [, , reply] = activities;
      const saved = lines.find((line) => line.id === reply?.id);
      expect(saved?.from === 'assistant' && saved.reply).to.deep.equal(
        Object(reply?.channelData).footnote,
      );
    });

    it('takes a repeated activity once, and gives it the same id', async () => {
      const posts = await Promise.all(
        [1, 2, 3].map(() => caller.say(pass.conversationId, 'does it hurt?', 'm1')),
      );
      const later = await caller.say(pass.conversationId, 'does it hurt?', 'm1');
      const ids = await Promise.all([...posts, later].map(async (post) => (await post.json()).id));
      expect(new Set(ids).size).to.equal(1);
      const { activities } = await caller.read(pass.conversationId);
      expect(activities.filter(({ text }) => text === 'does it hurt?')).to.have.lengthOf(1);
    });

    it('answers each message before the next when they come at once', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => `hello ${index}`);
      await Promise.all(texts.map((text) => caller.say(pass.conversationId, text, text)));
      const { activities } = await caller.read(pass.conversationId);
      const turns = activities.filter(({ text }) => texts.includes(text));
      expect(turns).to.have.lengthOf(8);
      for (const { channelData } of turns) {
        const id = Object(channelData).clientActivityID;
        const place = activities.findIndex((activity) => activity.channelData === channelData);
        expect(activities[place + 1]?.replyToId).to.equal(id);
      }
    });

    it('begins a dialog and takes a vote by events', async () => {
      const id = pass.conversationId;
      const start = { type: 'event', name: 'start', value: { flow: 'booking' } };
      expect((await caller.post(id, start)).status).to.equal(200);
      const { activities } = await caller.read(id);
      const reply = activities.at(-1);
      const vote = { type: 'event', name: 'vote', value: { reply: reply?.id, helpful: true } };
      expect((await caller.post(id, vote)).status).to.equal(200);
      const store = await database.open();
      expect((await store.loadConversation(id))?.flow?.id).to.equal('booking');
      const shown = await caller.read(id);
      expect(shown.activities.at(-1)).to.deep.include({ type: 'event', value: vote.value });
    });

    it('accepts what takes no turn, and saves nothing of it', async () => {
      for (const activity of [{ type: 'typing' }, { type: 'event', name: 'webchat/join' }]) {
        const response = await caller.post(pass.conversationId, activity);
        expect(response.status).to.equal(200);
        expect((await response.json()).id).to.be.a('string');
      }
      expect((await caller.read(pass.conversationId)).watermark).to.equal('2');
    });

    it('screens words that are too long, then asks for fewer', async () => {
      const id = pass.conversationId;
      await caller.say(id, 'my calf is tight and '.repeat(250), 'm1');
      const { activities, watermark } = await caller.read(id);
      expect(activities.at(-1)?.text).to.equal(guide.content.messages.tooLong);
      await caller.say(id, `I cannot breathe. ${'It began at the race. '.repeat(250)}`, 'm2');
      const urgent = await caller.read(id, watermark);
      expect(Object(urgent.activities.at(-1)?.channelData).footnote.kind).to.equal('urgent');
    });

    it('gives a long conversation page by page', async () => {
      const id = pass.conversationId;
      const store = await database.open();
      const conversation = await store.loadConversation(id);
      if (!conversation) throw new TypeError('not begun');
      for (let version = 2; version <= 130; version += 1) {
        const message = {
          kind: 'text',
          id: `m${version}`,
          at: now,
          text: `line ${version}`,
        } as const;
        const turn = {
          decision: { kind: 'welcome' },
          replies: [],
          requests: [],
          why: null,
        } as const;
        const saved = { ...conversation, version };
        const rest = { attached: null, contentVersion: '', took: 0 };
        await store.saveTurn({ ...turn, ...rest, conversation: saved, message });
      }
      const texts: string[] = [];
      let watermark = '';
      for (;;) {
        const page = await caller.read(id, watermark);
        if (page.activities.length === 0) break;
        expect(page.activities.length).to.be.at.most(100);
        texts.push(...page.activities.map(({ text }) => text));
        watermark = page.watermark;
      }
      const lines = Array.from({ length: 129 }, (_, index) => `line ${index + 2}`);
      expect(texts.slice(1)).to.deep.equal(lines);
    });
  });

  describe('what is not there', () => {
    it('is 404: a conversation that was never begun', async () => {
      const other = new Caller(server.url);
      const { conversationId: id, token } = await readPass(
        await other.call('POST', '/tokens/generate'),
      );
      other.token = token;
      const gone = '404 ConversationNotFound';
      expect(await refusal(other.call('GET', `/conversations/${id}`))).to.equal(gone);
      expect(await refusal(other.call('GET', activitiesOf(id)))).to.equal(gone);
      expect(await refusal(other.say(id, 'hello', 'm1'))).to.equal(gone);
    });

    it('is 404: a call that Direct Line does not have here', async () => {
      const calls = ['/session/getsessionid', '/', '/conversations/a/b/c', '/tokens'];
      for (const path of calls) {
        expect(await refusal(caller.call('GET', path)), path).to.equal('404 NotFound');
      }
    });

    it('is a plain refusal: uploads', async () => {
      const form = new FormData();
      form.append('file', new Blob(['x']), 'x.png');
      const url = `${caller.base}/conversations/${pass.conversationId}/upload?userId=me`;
      const response = await fetch(url, { method: 'POST', body: form });
      expect(await readRefusal(response)).to.equal('415 NotSupported');
    });
  });

  it('resumes a conversation with a fresh token and a stream from where the client was', async () => {
    const path = `/conversations/${pass.conversationId}?watermark=2`;
    const resumed = await readPass(await caller.call('GET', path));
    expect(resumed.conversationId).to.equal(pass.conversationId);
    expect(new URL(resumed.streamUrl).searchParams.get('watermark')).to.equal('2');
    const back = new Caller(server.url, resumed.token);
    expect((await back.read(pass.conversationId)).activities).to.have.lengthOf(1);
  });
});
