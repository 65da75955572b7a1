import { expect } from 'chai';
import { Caller, type SeenActivity, until } from '../helpers/directline.ts';
import { startTestServer, type TestServer } from '../helpers/footnote.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { headerOf, type MailServer, startMailServer } from '../helpers/receivers.ts';

const ENGINES = [
  { name: 'SQLite', settings: async () => ({}) },
  {
    name: 'PostgreSQL',
    settings: async () => ({ DATABASE_URL: await (await startPostgres()).createDatabase() }),
  },
];

for (const { name, settings } of ENGINES) {
  describe(`A booking over plain HTTP, kept in ${name}`, function () {
    this.timeout(60_000);
    let server: TestServer;
    let mail: MailServer;
    let caller: Caller;
    let conversation: string;

    before(async () => {
      mail = await startMailServer();
      server = await startTestServer({
        ...(await settings()),
        SMTP_URL: mail.url,
        MAIL_FROM: 'assistant@clinic.example',
        MAIL_TO: 'reception@clinic.example',
      });
      caller = new Caller(server.url);
      conversation = (await caller.begin()).conversationId;
    });

    after(async () => {
      await server?.stop();
      await mail?.close();
    });

    it('welcomes, takes the request, and mails the clinic the least it needs', async () => {
      for (const text of [
        'Book an appointment',
        'I am new here',
        'Ana Example',
        'ana@visitor.example',
      ]) {
        await say(text);
      }
      for (const text of ['any Tuesday morning', 'heel or foot', 'Yes, send all of it', 'yes']) {
        await say(text);
      }
      const last = (await transcript()).at(-1)?.text ?? '';
      const reference = /\bDN-[0-9A-Z]{4}\b/.exec(last)?.[0];
      expect(reference, last).to.be.a('string');
      await until(() => mail.mails.length > 0);
      const [letter = ''] = mail.mails;
      expect(headerOf(letter, 'Subject')).to.include(reference);
      expect(headerOf(letter, 'Message-ID')).to.match(/^<.+@.+>$/);
      expect(letter).to.include('Ana Example').and.include('ana@visitor.example');
      expect(letter, 'health stays behind the sign-in').to.not.match(/heel/i);
      expect(mail.mails).to.have.length(1);
    });

    it('reads back the same after a restart of the server', async () => {
      const before = await transcript();
      await server.restart();
      expect(await transcript()).to.deep.equal(before);
      expect(before.length).to.be.greaterThan(15);
    });

    it('takes a repeated message once', async () => {
      const before = (await transcript()).length;
      await say('does it hurt', 'the-same-id');
      const once = (await transcript()).length;
      await say('does it hurt', 'the-same-id');
      expect(once).to.be.greaterThan(before);
      expect((await transcript()).length).to.equal(once);
    });

    it('is alive and ready, and counts without anybody’s words', async () => {
      expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
      expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
      const figures = await (await fetch(`${server.url}/metrics`)).text();
      expect(figures).to.include('footnote_turns_total').and.include('footnote_deliveries');
      expect(figures).to.not.include('Ana');
      const forwarded = { headers: { 'X-Forwarded-For': '203.0.113.7' } };
      expect((await fetch(`${server.url}/metrics`, forwarded)).status).to.equal(404);
    });

    it('sends its security headers with every answer, an error too', async () => {
      for (const path of [
        '/',
        '/chat',
        '/healthz',
        '/nothing-here',
        '/v3/directline/nothing',
        '/api/messages',
      ]) {
        const { headers } = await fetch(server.url + path);
        expect(headers.get('content-security-policy'), path).to.include("object-src 'none'");
        expect(headers.get('content-security-policy'), path).to.include('frame-ancestors');
        expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
        expect(headers.get('referrer-policy'), path).to.equal('no-referrer');
        expect(headers.get('x-powered-by'), path).to.equal(null);
      }
    });

    async function say(text: string, clientId = `${Math.random()}`): Promise<void> {
      expect((await caller.say(conversation, text, clientId)).status, text).to.equal(200);
    }

    async function transcript(): Promise<readonly SeenActivity[]> {
      return (await caller.read(conversation)).activities;
    }
  });
}
