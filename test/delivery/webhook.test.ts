import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { DeliveryError } from '../../src/delivery/destination.ts';
import { isPublic, lookupPublic } from '../../src/delivery/network.ts';
import { webhookDestination } from '../../src/delivery/webhook.ts';
import { startHookServer } from '../helpers/receivers.ts';
import { deliveryOf, outcomeOf } from './support.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function webhookTo(url: string, options: { timeout?: number; allowPrivate?: boolean } = {}) {
  const { timeout, allowPrivate = false } = options;
  return webhookDestination({ url, secret: SECRET, allowPrivate }, Date.now, timeout);
}

describe('The webhook', () => {
  it('posts the least that reception needs', async () => {
    const receiver = await startHookServer();
    await webhookTo(receiver.url).deliver(deliveryOf());
    const [hook] = receiver.hooks;
    expect(JSON.parse(hook?.body ?? '')).to.deep.equal({
      type: 'request.created',
      timestamp: '2026-11-22T12:00:00.000Z',
      data: {
        reference: 'DN-7F3K',
        kind: 'booking',
        name: 'Ana Lim',
        phone: '+442079460018',
        email: null,
        times: 'any Tuesday morning',
      },
    });
    expect(hook?.headers['content-type']).to.equal('application/json; charset=utf-8');
    await receiver.close();
  });

  it('signs so that a receiver with the secret accepts it, and no other', async () => {
    const receiver = await startHookServer();
    await webhookTo(receiver.url).deliver(deliveryOf({ name: 'Žofie ☀' }));
    const { headers = {}, body = '' } = receiver.hooks[0] ?? {};
    expect(new Webhook(SECRET).verify(body, headers)).to.deep.include({ type: 'request.created' });
    expect(() => new Webhook(SECRET).verify(`${body} `, headers)).to.throw();
    expect(() => new Webhook('whsec_b3RoZXI=').verify(body, headers)).to.throw();
    await receiver.close();
  });

  it('has one id for a request however often it is sent', async () => {
    const receiver = await startHookServer();
    await webhookTo(receiver.url).deliver(deliveryOf());
    await webhookTo(receiver.url).deliver(deliveryOf({}, { attempts: 3 }));
    const ids = receiver.hooks.map(({ headers }) => headers['webhook-id']);
    expect(ids).to.deep.equal(['5f0c', '5f0c']);
    await receiver.close();
  });

  for (const status of [301, 307, 400, 410, 429, 500, 503]) {
    it(`does not take ${status} for a yes, nor follow it elsewhere`, async () => {
      const elsewhere = await startHookServer();
      const receiver = await startHookServer((response) => {
        response.writeHead(status, { location: elsewhere.url }).end();
      });
      expect(await outcomeOf(webhookTo(receiver.url).deliver(deliveryOf()))).to.equal(
        `http-${status}`,
      );
      expect(elsewhere.hooks).to.deep.equal([]);
      await receiver.close();
      await elsewhere.close();
    });
  }

  it('waits for a silent receiver only so long', async () => {
    const receiver = await startHookServer(() => undefined);
    const outcome = await outcomeOf(
      webhookTo(receiver.url, { timeout: 150 }).deliver(deliveryOf()),
    );
    expect(outcome).to.equal('timeout');
    await receiver.close();
  });

  it('does not wait for the end of an endless answer', async () => {
    const receiver = await startHookServer((response) => {
      response.writeHead(200).write('and so on');
    });
    expect(await outcomeOf(webhookTo(receiver.url).deliver(deliveryOf()))).to.equal('delivered');
    await receiver.close();
  });

  it('fails when the line is dropped, and when nobody listens', async () => {
    const receiver = await startHookServer((response) => response.socket?.destroy());
    expect(await outcomeOf(webhookTo(receiver.url).deliver(deliveryOf()))).to.equal('ECONNRESET');
    await receiver.close();
    expect(await outcomeOf(webhookTo(receiver.url).deliver(deliveryOf()))).to.equal('ECONNREFUSED');
  });

  describe('addresses', () => {
    const REFUSED = [
      'http://hooks.example/',
      'ftp://hooks.example/',
      'https://10.0.0.8/',
      'https://192.168.1.2/',
      'https://169.254.169.254/latest/meta-data',
      'https://0x0a000001/',
      'https://[fd00::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://0.0.0.0/',
    ];
    for (const url of REFUSED) {
      it(`refuses ${url} at the start`, () => {
        expect(() => webhookTo(url)).to.throw(DeliveryError, 'address-not-allowed');
      });
    }

    it('lets the clinic allow its own network, but only by https', () => {
      webhookTo('https://192.168.1.2/', { allowPrivate: true });
      expect(() => webhookTo('http://192.168.1.2/', { allowPrivate: true })).to.throw(
        DeliveryError,
        'address-not-allowed',
      );
    });

    it('refuses a public name that leads to a private address', (done) => {
      lookupPublic('localhost', { all: true }, (error) => {
        expect(error).to.be.instanceOf(DeliveryError);
        expect(error?.code).to.equal('private-address');
        done();
      });
    });

    it('connects to the very address that was checked', (done) => {
      lookupPublic('93.184.215.14', {}, (error, address, family) => {
        expect([error, address, family]).to.deep.equal([null, '93.184.215.14', 4]);
        done();
      });
    });

    it('knows the public internet from what only looks like it', () => {
      const open = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '192.169.0.1'];
      const closed = [
        '127.0.0.1',
        '10.255.255.255',
        '172.31.255.255',
        '100.64.0.1',
        '192.168.0.1',
        '169.254.0.1',
        '224.0.0.1',
        '255.255.255.255',
        '::',
        '::1',
        '::ffff:127.0.0.1',
        '::ffff:a00:1',
        'fe80::1',
        'fd12::1',
        'ff02::1',
        '64:ff9b::a00:1',
        '2002:a00:1::1',
        'no address',
      ];
      expect(open.filter((address) => !isPublic(address))).to.deep.equal([]);
      expect(closed.filter(isPublic)).to.deep.equal([]);
    });
  });
});
