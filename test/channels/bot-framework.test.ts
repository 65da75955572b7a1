import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import express from 'express';
import { type BotFrameworkDeps, botFrameworkRouter } from '../../src/channels/bot-framework.ts';
import { isLoopback, isMicrosoft } from '../../src/channels/service-url.ts';
import type { Guide } from '../../src/core/guide.ts';
import type { Store } from '../../src/storage/store.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/directline.ts';
import { realGuide } from '../helpers/guide.ts';
import { APP_ID, type FakeMicrosoft, fakeMicrosoft, SERVICE_URL } from '../helpers/microsoft.ts';
import { botDeps, listen, stop } from '../helpers/server.ts';

const CREDENTIALS = {
  appId: APP_ID,
  appPassword: 'a password',
  appType: 'MultiTenant',
  tenantId: null,
};
const CONVERSATION = 'bot-framework.msteams.conversation-1';
const HOUR = 3600;

describe('POST /api/messages', () => {
  let guide: Guide;
  let database: TestDatabase;
  let store: Store;
  let microsoft: FakeMicrosoft;
  let server: Server;
  let url: string;
  /** A server that would be glad of a reply it should never get: requests it was sent. */
  let lure: Server;
  let lureUrl: string;
  let lured: string[];
  let reported: string[];

  before(async () => {
    guide = await realGuide();
    microsoft = await fakeMicrosoft();
    lured = [];
    lure = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        lured.push(`${request.url} ${body}`);
        response.setHeader('content-type', 'application/json');
        response.end('{"id":"1"}');
      });
    });
    lureUrl = await listen(lure);
  });

  after(async () => {
    await microsoft.close();
    await stop(lure);
  });

  beforeEach(async () => {
    database = await createSqlite();
    store = await database.open();
    lured.length = 0;
    reported = [];
  });

  afterEach(async () => {
    await stop(server);
    await database.drop();
  });

  async function serve(settings: Partial<BotFrameworkDeps>): Promise<void> {
    const app = express();
    const router = botFrameworkRouter({
      ...botDeps(guide, reported),
      store,
      credentials: null,
      allowLocalEmulator: false,
      publicUrl: 'http://localhost:3978',
      cloud: microsoft.settings,
      ...settings,
    });
    app.use('/api/messages', router);
    server = createServer(app);
    url = `${await listen(server)}/api/messages`;
  }

  function activity(change: Readonly<Record<string, unknown>> = {}) {
    return {
      type: 'message',
      id: 'a1',
      channelId: 'msteams',
      serviceUrl: SERVICE_URL,
      conversation: { id: 'conversation-1' },
      from: { id: 'visitor-1' },
      recipient: { id: 'bot-1' },
      text: 'does it hurt?',
      deliveryMode: 'expectReplies',
      ...change,
    };
  }

  function post(body: unknown, headers: HeadersInit = {}): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function expectNothingHappened(): Promise<void> {
    expect(lured).to.deep.equal([]);
    const rows = await database.query('select count(*) as count from conversations');
    expect(Number(rows[0]?.count)).to.equal(0);
  }

  describe('with blank credentials', () => {
    const blanks: readonly BotFrameworkDeps['credentials'][] = [
      null,
      { ...CREDENTIALS, appId: '' },
      { ...CREDENTIALS, appPassword: '' },
      { ...CREDENTIALS, appId: ' ', appPassword: ' ' },
    ];

    it('is not there, and neither takes an activity nor answers to any serviceUrl', async () => {
      for (const credentials of blanks) {
        await serve({ credentials });
        const channels = ['emulator', 'webchat', 'directline', 'msteams', 'AseChannel'];
        const urls = [lureUrl, `${lureUrl}/internal/admin`, SERVICE_URL, 'https://evil.example/'];
        for (const channelId of channels) {
          for (const serviceUrl of urls) {
            const sent = activity({ channelId, serviceUrl, deliveryMode: 'normal' });
            for (const headers of [{}, bearer(microsoft.token()), bearer('')]) {
              expect((await post(sent, headers)).status).to.equal(404);
            }
          }
        }
        await expectNothingHappened();
        await stop(server);
      }
      await serve({});
    });

    it('answers other methods and paths the same', async () => {
      await serve({});
      for (const method of ['GET', 'PUT', 'OPTIONS']) {
        expect((await fetch(url, { method })).status).to.equal(404);
      }
      expect((await fetch(`${url}/x`, { method: 'POST' })).status).to.equal(404);
    });
  });

  describe('for the local emulator', () => {
    const emulated = () =>
      activity({ channelId: 'emulator', serviceUrl: lureUrl, deliveryMode: 'normal' });

    it('replies to an address on this machine', async () => {
      await serve({ allowLocalEmulator: true });
      expect((await post(emulated())).status).to.equal(200);
      await until(() => lured.length > 0);
      expect(lured[0]).to.match(/^\/v3\/conversations\/conversation-1\/activities/);
      expect(lured[0]).to.not.include('channelData');
    });

    it('replies to no other', async () => {
      await serve({ allowLocalEmulator: true });
      const elsewhere = [SERVICE_URL, 'http://169.254.169.254/', 'http://localhost.evil.example/'];
      for (const serviceUrl of [...elsewhere, 'http://localhost@evil.example/', 'x', '']) {
        expect((await post({ ...emulated(), serviceUrl })).status, serviceUrl).to.equal(400);
      }
      await expectNothingHappened();
    });

    it('is closed to pages in a browser and to what a proxy brings', async () => {
      await serve({ allowLocalEmulator: true });
      const signs = [
        { origin: 'http://localhost:3978' },
        { origin: 'null' },
        { 'x-forwarded-for': '203.0.113.7' },
        { forwarded: 'for=203.0.113.7' },
      ];
      for (const headers of signs) {
        expect((await post(emulated(), headers)).status).to.equal(404);
      }
      await expectNothingHappened();
    });

    it('is closed when visitors reach this server from outside', async () => {
      await serve({ allowLocalEmulator: true, publicUrl: 'https://chat.clinic.example' });
      expect((await post(emulated())).status).to.equal(404);
      await expectNothingHappened();
    });
  });

  describe('with credentials', () => {
    const { error } = console;

    // botbuilder writes each token it refuses to standard error; here that is only noise.
    before(() => {
      console.error = () => undefined;
    });

    after(() => {
      console.error = error;
    });

    it('answers a channel of Microsoft’s', async () => {
      await serve({ credentials: CREDENTIALS });
      const response = await post(activity(), bearer(microsoft.token()));
      expect(response.status).to.equal(200);
      const { activities } = await response.json();
      expect(activities[0].text).to.include(guide.content.messages.notice);
      expect(activities[0]).to.not.have.property('channelData');
      expect(await store.readTranscript(CONVERSATION, 0, 10)).to.have.length.greaterThan(1);
    });

    it('hears what is asked without its own name in front', async () => {
      await serve({ credentials: CREDENTIALS });
      const entities = [
        { type: 'mention', text: '<at>Clinic</at>', mentioned: { id: 'bot-1', name: 'Clinic' } },
      ];
      const text = '<at>Clinic</at> does it hurt?';
      await post(activity({ text, entities }), bearer(microsoft.token()));
      const [line] = await store.readTranscript(CONVERSATION, 0, 10);
      expect(line?.from === 'visitor' && line.message).to.include({ text: 'does it hurt?' });
    });

    it('refuses every token that is not good, and does not run the bot', async () => {
      await serve({ credentials: CREDENTIALS });
      const now = Math.floor(Date.now() / 1000);
      const tokens = {
        missing: null,
        garbage: 'garbage',
        'three parts of garbage': 'a.b.c',
        expired: microsoft.token({ exp: now - HOUR, nbf: now - 2 * HOUR }),
        'not yet valid': microsoft.token({ nbf: now + HOUR }),
        'for another app': microsoft.token({ aud: 'another-app' }),
        'from another issuer': microsoft.token({ iss: 'https://evil.example' }),
        'for another serviceUrl': microsoft.token({
          serviceurl: 'https://other.botframework.com/',
        }),
        'without a serviceUrl': microsoft.token({ serviceurl: undefined }),
        'of an unknown key': microsoft.token({}, { kid: 'unknown' }),
        'without a key': microsoft.token({}, { kid: undefined }),
        'signed by a stranger': microsoft.strangersToken(),
        'alg none': microsoft.weakToken('none'),
        'alg HS256': microsoft.weakToken('HS256'),
      };
      for (const [what, token] of Object.entries(tokens)) {
        const response = await post(activity(), token === null ? {} : bearer(token));
        expect(response.status, what).to.equal(401);
        expect(await response.text(), what).to.equal('');
      }
      expect((await post(activity(), { authorization: 'Basic YTpi' })).status).to.equal(401);
      await expectNothingHappened();
      expect(reported).to.deep.equal([]);
    });

    it('refuses a key that is not endorsed for the channel', async () => {
      await serve({ credentials: CREDENTIALS });
      const response = await post(activity({ channelId: 'slack' }), bearer(microsoft.token()));
      expect(response.status).to.equal(401);
      await expectNothingHappened();
    });

    it('sends no reply beyond Microsoft’s hosts, good token or not', async () => {
      await serve({ credentials: CREDENTIALS });
      for (const serviceUrl of [lureUrl, 'https://evil.example/', undefined, 7]) {
        const token = microsoft.token({ serviceurl: serviceUrl });
        const response = await post(
          activity({ serviceUrl, deliveryMode: 'normal' }),
          bearer(token),
        );
        expect(response.status).to.equal(400);
      }
      await expectNothingHappened();
    });

    it('answers a repeated activity once, and welcomes once', async () => {
      await serve({ credentials: CREDENTIALS });
      const count = async (body: unknown) => {
        const response = await post(body, bearer(microsoft.token()));
        return (await response.json()).activities.length;
      };
      expect(await count(activity())).to.be.greaterThan(0);
      expect(await count(activity())).to.equal(0);
      const joined = { type: 'conversationUpdate', membersAdded: [{ id: 'visitor-1' }] };
      expect(await count(activity({ ...joined, id: 'j1' }))).to.equal(1);
      expect(await count(activity({ ...joined, id: 'j2' }))).to.equal(0);
      const lines = await store.readTranscript(CONVERSATION, 0, 100);
      expect(lines.filter(({ from }) => from === 'visitor')).to.have.lengthOf(2);
    });

    it('fails closed with 503 while Microsoft’s keys cannot be had', async () => {
      const away = await fakeMicrosoft();
      await away.close();
      await serve({ credentials: CREDENTIALS, cloud: away.settings });
      expect((await post(activity(), bearer(away.token()))).status).to.equal(503);
      await expectNothingHappened();
      expect(reported).to.have.lengthOf(1);
    });

    it('refuses what is no activity', async () => {
      await serve({ credentials: CREDENTIALS });
      const token = bearer(microsoft.token());
      for (const body of [{}, [], { type: 'message' }, activity({ conversation: {} })]) {
        expect((await post(body, token)).status).to.equal(400);
      }
      expect((await post(activity({ text: 'x'.repeat(300_000) }), token)).status).to.equal(413);
      await expectNothingHappened();
    });
  });
});

describe('A serviceUrl', () => {
  it('is Microsoft’s by its host alone', () => {
    const good = [
      'https://smba.trafficmanager.net/uk/',
      'https://webchat.botframework.com/',
      'https://europe.directline.botframework.com',
      'https://smba.infra.gov.teams.microsoft.us/',
    ];
    const bad = [
      'http://smba.trafficmanager.net/',
      'https://evil.trafficmanager.net/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://botframework.com.evil.example/',
      'https://evilbotframework.com/',
      'https://user@webchat.botframework.com/',
      'https://webchat.botframework.com:8443/',
      'https://evil.example/#webchat.botframework.com',
      'https://169.254.169.254/',
      'file:///etc/passwd',
      '//webchat.botframework.com/',
      '',
    ];
    for (const url of good) expect(isMicrosoft(url), url).to.equal(true);
    for (const url of bad) expect(isMicrosoft(url), url).to.equal(false);
  });

  it('is on this machine by its host alone', () => {
    for (const url of ['http://localhost:50000', 'http://127.0.0.1/', 'http://[::1]:1/']) {
      expect(isLoopback(url), url).to.equal(true);
    }
    for (const url of ['http://localhost.evil.example', 'http://10.0.0.1', 'localhost', '']) {
      expect(isLoopback(url), url).to.equal(false);
    }
  });
});
