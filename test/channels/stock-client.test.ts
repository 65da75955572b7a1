import { expect } from 'chai';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { Caller, StockClient } from '../helpers/directline.ts';
import { realGuide } from '../helpers/guide.ts';
import { type RunningServer, serveDirectLine } from '../helpers/server.ts';

const ONLINE = 2;

describe('BotFramework-DirectLineJS, the stock client', () => {
  let guide: Guide;
  let database: TestDatabase;
  let server: RunningServer;
  const clients: StockClient[] = [];

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
    server = await serveDirectLine(guide, { store: await database.open() });
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
    it(`is welcomed and answered by ${webSocket ? 'WebSocket' : 'polling'}`, async () => {
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
  }
});
