import { expect } from 'chai';
import fc from 'fast-check';
import { originAllowed } from '../../src/channels/origins.ts';
import { usualLimits } from '../../src/channels/rate-limit.ts';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { Caller, Listening, readPass, readRefusal, until } from '../helpers/directline.ts';
import { realGuide } from '../helpers/guide.ts';
import { type RunningServer, serveDirectLine } from '../helpers/server.ts';

const CLINIC = 'https://www.clinic.example';
const KB = 1024;

describe('The doors of Direct Line', () => {
  let guide: Guide;
  let database: TestDatabase;
  let server: RunningServer;
  let caller: Caller;
  let id: string;

  before(async () => {
    guide = await realGuide();
    database = await createSqlite();
    const many = 1_000_000;
    server = await serveDirectLine(guide, {
      store: await database.open(),
      allowedOrigins: [CLINIC],
      limits: {
        startsPerAddress: many,
        messagesPerAddress: many,
        messagesPerConversation: many,
      },
    });
    caller = new Caller(server.url);
    id = (await caller.begin()).conversationId;
  });

  after(async () => {
    await server.close();
    await database.drop();
  });

  describe('for pages of other origins', () => {
    it('open to an origin in the list, by its exact name', async () => {
      const response = await caller.call('POST', '/tokens/generate', {}, { origin: CLINIC });
      expect(response.status).to.equal(200);
      expect(response.headers.get('access-control-allow-origin')).to.equal(CLINIC);
      expect(response.headers.get('vary')).to.match(/\bOrigin\b/);
      expect(response.headers.get('access-control-allow-credentials')).to.equal(null);
    });

    it('let a preflight ask for what the stock client sends', async () => {
      const response = await caller.call('OPTIONS', '/conversations', undefined, {
        origin: CLINIC,
        'access-control-request-method': 'POST',
        'access-control-request-headers':
          'authorization,content-type,x-ms-bot-agent,x-requested-with',
      });
      expect(response.status).to.equal(204);
      const allowed = response.headers.get('access-control-allow-headers') ?? '';
      for (const name of ['Authorization', 'Content-Type', 'x-ms-bot-agent', 'X-Requested-With']) {
        expect(allowed).to.include(name);
      }
      expect(response.headers.get('access-control-allow-methods')).to.equal('GET, POST');
    });

    it('stay closed to every other origin, and never name it', async () => {
      const others = [
        'https://evil.example',
        `${CLINIC}.evil.example`,
        'http://www.clinic.example',
        `${CLINIC}:8443`,
        'null',
        'http://localhost:1',
        '*',
      ];
      for (const origin of others) {
        for (const method of ['POST', 'OPTIONS']) {
          const response = await caller.call(method, '/tokens/generate', undefined, { origin });
          expect(response.status, `${method} ${origin}`).to.equal(403);
          expect(response.headers.get('access-control-allow-origin')).to.equal(null);
          expect(response.headers.get('vary')).to.match(/\bOrigin\b/);
        }
      }
    });

    it("are open to this server's own pages on the machine it runs on, whatever its port", () => {
      expect(originAllowed('http://localhost:8123', 'localhost:8123', [])).to.equal(true);
      expect(originAllowed('http://127.0.0.1:8123', '127.0.0.1:8123', [])).to.equal(true);
      expect(originAllowed('http://localhost:8124', 'localhost:8123', [])).to.equal(false);
      expect(originAllowed('http://evil.example', 'evil.example', [])).to.equal(false);
      expect(originAllowed(undefined, 'any.example', [])).to.equal(true);
    });
  });

  describe('for bodies', () => {
    const post = async (body: string, headers: HeadersInit = {}) =>
      readRefusal(await caller.call('POST', `/conversations/${id}/activities`, body, headers));

    it('refuse what is larger than 256 KB, and take what is not', async () => {
      const activity = (size: number) =>
        JSON.stringify({ type: 'typing', channelData: { pad: 'x'.repeat(size) } });
      expect(await post(activity(256 * KB))).to.equal('413 TooLarge');
      const response = await caller.call(
        'POST',
        `/conversations/${id}/activities`,
        activity(255 * KB),
      );
      expect(response.status).to.equal(200);
    });

    it('refuse what is no JSON, no activity, or nested like an attack', async () => {
      expect(await post('{"type":')).to.equal('400 BadArgument');
      expect(await post('"message"')).to.equal('400 BadArgument');
      expect(await post('[]')).to.equal('400 BadArgument');
      expect(await post('{}')).to.equal('400 BadArgument');
      expect(await post('{"type":"message"}')).to.equal('400 MissingProperty');
      expect(await post('{"type":"message","text":7}')).to.equal('400 BadArgument');
      const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
      expect(await post(`{"type":"typing","channelData":${deep}}`)).to.equal('400 BadArgument');
    });

    it('refuse other kinds of content', async () => {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml']) {
        expect(await post('{"type":"typing"}', { 'content-type': type })).to.equal(
          '415 UnsupportedMediaType',
        );
      }
      const utf16 = { 'content-type': 'application/json; charset=x-unknown' };
      expect(await post('{"type":"typing"}', utf16)).to.equal('415 UnsupportedMediaType');
    });

    it('keep hostile text as the plain words it is', async () => {
      const text = "<img src=x onerror=alert(1)> {{7*7}} '; DROP TABLE lines; -- \u202E\0end";
      const channelData = { clientActivityID: 'hostile', constructor: { prototype: { a: 1 } } };
      const response = await caller.post(id, { type: 'message', text, channelData });
      expect(response.status).to.equal(200);
      const { activities } = await caller.read(id);
      const echo = activities.find(({ text: said }) => said.startsWith('<img'));
      expect(echo?.text).to.equal(text.replace('\0', ''));
      expect(echo?.channelData).to.deep.equal(channelData);
      expect(Object({}).a).to.equal(undefined);
    });
  });

  it('never answer with a server error, whatever is sent', async () => {
    const before = server.reported.length;
    const segment = fc.constantFrom('tokens', 'generate', 'refresh', 'conversations', id, 'x');
    const tail = fc.constantFrom('activities', 'upload', 'stream', '%', '%2e%2e', '..', '');
    const path = fc
      .tuple(fc.array(segment, { maxLength: 3 }), tail, fc.webQueryParameters())
      .map(([parts, end, query]) => `/${[...parts, end].join('/')}?${query}`);
    const activity = fc.record(
      {
        type: fc.constantFrom('message', 'event', 'typing', 'conversationUpdate', 'x', 7),
        text: fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.jsonValue()),
        name: fc.constantFrom('start', 'vote', 'x', null),
        value: fc.jsonValue(),
        from: fc.jsonValue(),
        channelData: fc.jsonValue(),
        membersAdded: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
      path,
      body: fc.oneof(
        activity.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      type: fc.constantFrom('application/json', 'text/plain', 'application/x; q', ''),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, body, type }) => {
        const sent = method === 'GET' ? undefined : body;
        const response = await caller.call(method, path, sent, { 'content-type': type });
        expect(response.status).to.be.lessThan(500);
        await response.text();
      }),
      { numRuns: 400 },
    );
    await fc.assert(
      fc.asyncProperty(activity, async (posted) => {
        const response = await caller.post(id, posted);
        expect(response.status).to.be.lessThan(500);
        await response.text();
      }),
      { numRuns: 150 },
    );
    expect(server.reported.slice(before)).to.deep.equal([]);
  });

  describe('for streams', () => {
    async function streamUrl(watermark = ''): Promise<URL> {
      const path = `/conversations/${id}?watermark=${watermark}`;
      return new URL((await readPass(await caller.call('GET', path))).streamUrl);
    }

    async function open(url: URL, headers: Readonly<Record<string, string>> = {}) {
      const listening = new Listening(url.href, headers);
      const status = await listening.opened();
      listening.socket.terminate();
      return status;
    }

    it('open with a ticket for this very conversation', async () => {
      expect(await open(await streamUrl())).to.equal(101);
      expect(await open(await streamUrl(), { origin: CLINIC })).to.equal(101);
    });

    it('stay closed without one, with another conversation’s, or with a token', async () => {
      const other = new Caller(server.url);
      const theirs = new URL((await other.begin()).streamUrl);
      const mine = await streamUrl();
      const crossed = new URL(mine);
      crossed.searchParams.set('t', theirs.searchParams.get('t') ?? '');
      const bare = new URL(mine);
      bare.searchParams.delete('t');
      const bearer = new URL(mine);
      bearer.searchParams.set('t', caller.token ?? '');
      for (const url of [crossed, bare, bearer]) expect(await open(url)).to.equal(403);
      const elsewhere = new URL(mine);
      elsewhere.pathname = '/v3/directline/stream';
      expect(await open(elsewhere)).to.equal(404);
    });

    it('stay closed to pages of other origins', async () => {
      for (const origin of ['https://evil.example', 'null', `${CLINIC}.evil.example`]) {
        expect(await open(await streamUrl(), { origin })).to.equal(403);
      }
    });

    it('take pings for the nothing they are, and close on a flood', async () => {
      const listening = new Listening((await streamUrl('9999999')).href);
      await listening.opened();
      for (const frame of ['', '', '{}', 'hello']) listening.socket.send(frame);
      await caller.say(id, 'hello again', 'after-pings');
      expect(listening.socket.readyState).to.equal(listening.socket.OPEN);
      listening.socket.send('x'.repeat(100_000));
      await until(() => listening.socket.readyState === listening.socket.CLOSED);
      expect((await caller.call('GET', `/conversations/${id}`)).status).to.equal(200);
    });

    it('keep the newest few of one conversation', async () => {
      const streams: Listening[] = [];
      for (let count = 0; count < 10; count += 1) {
        const stream = new Listening((await streamUrl()).href);
        await stream.opened();
        streams.push(stream);
      }
      const isOpen = (stream?: Listening) => stream?.socket.readyState === 1;
      await until(() => streams.filter(isOpen).length === 8);
      expect(isOpen(streams[9])).to.equal(true);
      expect(isOpen(streams[0])).to.equal(false);
      for (const { socket } of streams) socket.terminate();
    });
  });
});

describe('How often a visitor may write', () => {
  let database: TestDatabase;
  let server: RunningServer;
  const limits = { startsPerAddress: 6, messagesPerAddress: 5, messagesPerConversation: 3 };

  beforeEach(async () => {
    database = await createSqlite();
    server = await serveDirectLine(await realGuide(), { store: await database.open(), limits });
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  it('is limited for a conversation and for an address, with the time to wait', async () => {
    const [one, other] = [new Caller(server.url), new Caller(server.url)];
    const ids = [(await one.begin()).conversationId, (await other.begin()).conversationId];
    const say = (caller: Caller, id = '') => caller.post(id, { type: 'typing' });
    for (const _ of [1, 2, 3]) expect((await say(one, ids[0])).status).to.equal(200);
    const refused = await say(one, ids[0]);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    expect(await readRefusal(refused)).to.equal('429 TooManyRequests');
    for (const _ of [1, 2]) expect((await say(other, ids[1])).status).to.equal(200);
    expect(await readRefusal(await say(other, ids[1]))).to.equal('429 TooManyRequests');
  });

  it('is limited for beginnings too, though not for reading: a poll is never refused', async () => {
    const caller = new Caller(server.url);
    const { conversationId } = await caller.begin();
    const starts = await Promise.all(
      Array.from({ length: 6 }, () => new Caller(server.url).call('POST', '/tokens/generate')),
    );
    expect(starts.filter(({ status }) => status === 429)).to.have.lengthOf(2);
    const polls = await Promise.all(
      Array.from({ length: 60 }, () =>
        caller.call('GET', `/conversations/${conversationId}/activities?watermark=2`),
      ),
    );
    expect(polls.every(({ status }) => status === 200)).to.equal(true);
  });

  it('believes no X-Forwarded-For of its own accord', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const caller = new Caller(server.url);
      const from = { 'x-forwarded-for': `203.0.113.${count}` };
      statuses.push((await caller.call('POST', '/tokens/generate', {}, from)).status);
    }
    expect(statuses.filter((status) => status === 429)).to.have.lengthOf(2);
  });

  it('leaves a lively visitor room', () => {
    expect(usualLimits.messagesPerConversation).to.be.at.least(20);
    expect(usualLimits.messagesPerAddress).to.be.greaterThan(usualLimits.messagesPerConversation);
  });
});
