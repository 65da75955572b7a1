import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { emailDestination } from '../../src/delivery/email.ts';
import {
  headerOf,
  type MailServer,
  startDroppingProxy,
  startMailServer,
} from '../helpers/receivers.ts';
import { deliveryOf, outcomeOf, TEXTS } from './support.ts';

const FROM = 'assistant@clinic.example';
const TO = 'reception@clinic.example';

function emailTo(smtpUrl: string, timeout?: number) {
  return emailDestination({ smtpUrl, from: FROM, to: TO }, () => TEXTS, timeout);
}

describe('E-mail to the clinic', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  beforeEach(() => {
    server.mails.length = 0;
  });
  after(() => server.close());

  it('arrives with reference, name, contact and times', async () => {
    await emailTo(server.url).deliver(deliveryOf());
    const [mail = ''] = server.mails;
    expect(headerOf(mail, 'Subject')).to.equal('Booking request DN-7F3K');
    expect(headerOf(mail, 'From')).to.equal(FROM);
    expect(headerOf(mail, 'To')).to.equal(TO);
    expect(mail).to.include('Reference DN-7F3K (Booking request)\r\nName: Ana Lim\r\n');
    expect(mail).to.include('Contact: +442079460018\r\nTimes: any Tuesday morning');
  });

  it('says so where nothing was given', async () => {
    await emailTo(server.url).deliver(deliveryOf({ phone: null, times: null, name: ' ' }));
    expect(server.mails[0]).to.include('Name: not given\r\nContact: not given\r\nTimes: not given');
  });

  it('carries the same Message-ID at every try, and another for another request', async () => {
    const email = emailTo(server.url);
    await email.deliver(deliveryOf({}, { attempts: 0 }));
    await email.deliver(deliveryOf({}, { attempts: 7 }));
    await email.deliver(deliveryOf({}, { requestId: '77aa' }));
    const [first, again, other] = server.mails.map((mail) => headerOf(mail, 'Message-ID'));
    expect(first).to.equal('<DN-7F3K.5f0c@clinic.example>');
    expect(again).to.equal(first);
    expect(other).not.to.equal(first);
  });

  it('lets no word of a visitor become a header or another line', async () => {
    const nasty = 'Ana\r\nBcc: everybody@evil.example\r\n\r\nName: Eve\u2028Times: never\u202e';
    const subject = '{kind} {reference} {name}';
    const email = emailDestination({ smtpUrl: server.url, from: FROM, to: TO }, () => ({
      ...TEXTS,
      subject,
    }));
    await email.deliver(deliveryOf({ name: nasty, email: 'a@b.example\r\nCc: x@evil.example' }));
    const [mail = ''] = server.mails;
    expect(headerOf(mail, 'Bcc') + headerOf(mail, 'Cc')).to.equal('');
    const lines = mail.split('\r\n').filter((line) => /^(Name|Times|Contact|Cc|Bcc):/.test(line));
    expect(lines.map((line) => line.split(':')[0])).to.deep.equal(['Name', 'Contact', 'Times']);
  });

  it('keeps to one recipient and one line each for any words at all', async () => {
    const email = emailTo(server.url);
    const words = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(words, words, words, async (name, address, times) => {
        server.mails.length = 0;
        await email.deliver(deliveryOf({ name, email: address, times }));
        const [mail = ''] = server.mails;
        expect(headerOf(mail, 'To')).to.equal(TO);
        expect(headerOf(mail, 'Subject')).to.equal('Booking request DN-7F3K');
        expect(headerOf(mail, 'Bcc') + headerOf(mail, 'Cc')).to.equal('');
      }),
      { numRuns: 20 },
    );
  });

  it('takes a name that looks like a mark for a name', async () => {
    await emailTo(server.url).deliver(deliveryOf({ name: '{contact}' }));
    expect(server.mails[0]).to.include('Name: {contact}');
  });

  it('names a refusal by its number, for now or for good', async () => {
    for (const responseCode of [451, 550]) {
      const refusing = await startMailServer({
        onRcptTo: (_address, _session, done) =>
          done(Object.assign(new Error('Ana Lim is not welcome'), { responseCode })),
      });
      const outcome = await outcomeOf(emailTo(refusing.url).deliver(deliveryOf()));
      expect(outcome).to.equal(`smtp-${responseCode}`);
      await refusing.close();
    }
  });

  it('fails when nobody listens', async () => {
    const gone = await startMailServer();
    await gone.close();
    const outcome = await outcomeOf(emailTo(gone.url).deliver(deliveryOf()));
    expect(outcome).to.be.oneOf(['ECONNREFUSED', 'ESOCKET', 'ECONNECTION']);
  });

  it('gives up on a server that never finishes', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const outcome = await outcomeOf(emailTo(`smtp://127.0.0.1:${port}`, 200).deliver(deliveryOf()));
    expect(outcome).to.equal('timeout');
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('does not believe a server that takes the mail and drops the line, and sends it again', async () => {
    const dropping = await startDroppingProxy(server.url);
    const outcome = await outcomeOf(emailTo(dropping.url).deliver(deliveryOf()));
    expect(outcome).not.to.equal('delivered');
    await emailTo(server.url).deliver(deliveryOf());
    const ids = server.mails.map((mail) => headerOf(mail, 'Message-ID'));
    expect(ids.length).to.equal(2);
    expect(ids[0]).to.equal(ids[1]);
    dropping.close();
  });

  it('sends no password in the open to another machine', async () => {
    let asked = 0;
    const open = await startMailServer({
      allowInsecureAuth: true,
      onAuth(_auth, _session, done) {
        asked += 1;
        done(null, { user: 'clinic' });
      },
    });
    const port = new URL(open.url).port;
    const near = await outcomeOf(
      emailTo(`smtp://clinic:secret@127.0.0.1:${port}`).deliver(deliveryOf()),
    );
    expect([near, asked]).to.deep.equal(['delivered', 1]);
    // This address reaches the same server, but does not name this machine.
    const far = await outcomeOf(
      emailTo(`smtp://clinic:secret@0.0.0.0:${port}`).deliver(deliveryOf()),
    );
    // The server knows no STARTTLS, so there is no way to say it in secret.
    expect([far, asked]).to.deep.equal(['smtp-500', 1]);
    await open.close();
  });
});
