import { expect } from 'chai';
import { hire, passwordLink } from '../../src/console/people.ts';
import { openProvider } from '../../src/console/provider.ts';
import {
  type Bend,
  type FakeProvider,
  PROVIDER_CLIENT,
  startProvider,
} from '../helpers/provider.ts';
import { MINUTE, startConsole, type TestConsole, type Visitor } from './support.ts';

describe('Signing in by OpenID Connect', () => {
  let house: TestConsole;
  let provider: FakeProvider;

  beforeEach(async () => {
    provider = await startProvider();
    const { id: clientId, secret: clientSecret } = PROVIDER_CLIENT;
    const settings = { issuer: provider.issuer, clientId, clientSecret, label: 'Example' };
    house = await startConsole({ provider: (url) => openProvider(settings, url) });
  });
  afterEach(async () => {
    await house.stop();
    await provider.stop();
  });

  /** Where the provider sends the browser back to, from the address that our page leads to. */
  async function away(visitor: Visitor, path = '/staff/sign-in/provider'): Promise<URL> {
    const page = await visitor.post(path);
    const to = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.text)?.[1] ?? '';
    return provider.visit(to.replaceAll('&amp;', '&'));
  }

  async function back(visitor: Visitor, url: URL) {
    return visitor.get(url.pathname + url.search);
  }

  /** Somebody whose account is connected by the link an owner made. */
  async function connected(username: string): Promise<string> {
    const person = { username, name: 'Cleo', role: 'clinician' } as const;
    const id = await hire(house.staff, person, house.now);
    const link = await passwordLink(house.staff, house.url, house.now, id);
    const visitor = house.visitor();
    await back(visitor, await away(visitor, `${new URL(link).pathname}/provider`));
    return id;
  }

  it('connects an account by its one-time link, and lets it in from then on', async () => {
    const id = await connected('cleo');
    const account = await house.staff.findAccount(id);
    expect(account?.identity).to.deep.equal({ issuer: provider.issuer, subject: 'subject-1' });
    const visitor = house.visitor();
    const seen = await back(visitor, await away(visitor));
    expect(seen.status).to.equal(200);
    expect((await visitor.get('/staff/conversations')).status).to.equal(200);
  });

  it('goes on from a page of its own, as a redirect would leave the session behind', async () => {
    await connected('cleo');
    const visitor = house.visitor();
    const seen = await back(visitor, await away(visitor));
    expect(seen.text).to.contain('http-equiv="refresh" content="0;url=/staff"');
    const session = seen.headers.getSetCookie().find((line) => line.startsWith('footnote='));
    expect(session).to.contain('SameSite=Strict');
  });

  it('lets nobody in whose identity is not connected, and says no more than that', async () => {
    await connected('cleo');
    provider.subject = 'somebody else';
    const visitor = house.visitor();
    const seen = await back(visitor, await away(visitor));
    expect(seen.status).to.equal(401);
    expect((await visitor.get('/staff')).location).to.contain('/staff/sign-in');
  });

  it('lets nobody in whose account is disabled', async () => {
    const id = await connected('cleo');
    await house.staff.setDisabled(id, house.now);
    const visitor = house.visitor();
    expect((await back(visitor, await away(visitor))).status).to.equal(401);
  });

  it('does not let one identity have two accounts', async () => {
    await connected('cleo');
    const second = await connected('ben');
    expect((await house.staff.findAccount(second))?.identity).to.equal(null);
  });

  const bent: readonly (readonly [string, Bend])[] = [
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['another nonce', { claims: { nonce: 'another' } }],
    ['a time that is over', { claims: { exp: 1_000 } }],
    ['no subject', { claims: { sub: undefined } }],
    ['a signature of another key', { foreignKey: true }],
    ['no algorithm', { header: { alg: 'none' } }],
    ['a symmetric algorithm', { header: { alg: 'HS256' } }],
  ];
  for (const [what, bend] of bent) {
    it(`refuses an answer with ${what}`, async () => {
      await connected('cleo');
      provider.bend = bend;
      const visitor = house.visitor();
      expect((await back(visitor, await away(visitor))).status).to.equal(401);
      expect((await visitor.get('/staff')).location).to.contain('/staff/sign-in');
    });
  }

  it('refuses another state, a visit that began elsewhere, and a second use', async () => {
    await connected('cleo');
    provider.bend = { replay: true };
    const visitor = house.visitor();
    const url = await away(visitor);
    const other = house.visitor();
    expect((await back(other, url)).status).to.equal(401);
    const cookies = new Map(visitor.cookies);
    expect((await back(visitor, url)).status).to.equal(200);
    for (const [name, value] of cookies) other.cookies.set(name, value);
    expect((await back(other, url)).status).to.equal(401);
    const third = house.visitor();
    const forged = await away(third);
    forged.searchParams.set('state', 'forged');
    expect((await back(third, forged)).status).to.equal(401);
  });

  it('refuses who was away for more than ten minutes', async () => {
    await connected('cleo');
    const visitor = house.visitor();
    const url = await away(visitor);
    house.now += 11 * MINUTE;
    expect((await back(visitor, url)).status).to.equal(401);
  });

  it('connects from within as well', async () => {
    const visitor = await house.enter(await house.hire('rita', 'reception'));
    expect((await visitor.get('/staff/me')).text).to.contain('Connect Example');
    await back(visitor, await away(visitor, '/staff/me/provider'));
    expect((await visitor.get('/staff/me')).text).to.contain('Connected.');
  });

  it('leaves the password way open while the provider is down', async () => {
    await provider.stop();
    const visitor = house.visitor();
    const page = await visitor.post('/staff/sign-in/provider');
    expect(page.status).to.equal(401);
    const rita = await house.hire('rita', 'reception');
    expect((await (await house.enter(rita)).get('/staff')).status).to.equal(200);
    provider = await startProvider();
  });
});
