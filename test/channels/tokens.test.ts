import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadTokenSecret, TokenSecretError } from '../../src/channels/token-secret.ts';
import { type Claims, newVisitor, readToken, signToken } from '../../src/channels/tokens.ts';

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const moments = fc.integer({ min: 0, max: 8_640_000_000_000_000 });
const claims: fc.Arbitrary<Claims> = fc.record({
  use: fc.constantFrom('talk', 'stream'),
  conversation: fc.string({ minLength: 1 }),
  user: fc.string().map((text) => `dl_${text}`),
  expires: moments,
});

describe('A token', () => {
  it('says what was signed, and whether its time is over', () => {
    fc.assert(
      fc.property(secrets, claims, moments, (secret, signed, now) => {
        const kind = now < signed.expires ? 'valid' : 'expired';
        const read = readToken(secret, signToken(secret, signed), now);
        expect(read).to.deep.equal({ kind, claims: signed });
      }),
    );
  });

  it('is forged when any character of it is another', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '];
    fc.assert(
      fc.property(
        secrets,
        claims,
        fc.nat(),
        fc.constantFrom(...letters),
        (secret, signed, place, letter) => {
          const token = signToken(secret, signed);
          const at = place % token.length;
          fc.pre(token[at] !== letter);
          const other = token.slice(0, at) + letter + token.slice(at + 1);
          expect(readToken(secret, other, 0)).to.deep.equal({ kind: 'forged' });
        },
      ),
    );
  });

  it('is forged when another secret signed it', () => {
    fc.assert(
      fc.property(secrets, secrets, claims, (one, other, signed) => {
        fc.pre(Buffer.compare(one, other) !== 0);
        const read = readToken(other, signToken(one, signed), 0);
        expect(read).to.deep.equal({ kind: 'forged' });
      }),
    );
  });

  it('is forged when it is any text at all', () => {
    fc.assert(
      fc.property(secrets, fc.string(), (secret, text) => {
        expect(readToken(secret, text, 0)).to.deep.equal({ kind: 'forged' });
      }),
    );
  });

  it('belongs to a conversation that nobody can guess', () => {
    const visitors = Array.from({ length: 200 }, newVisitor);
    expect(new Set(visitors.map(({ conversation }) => conversation)).size).to.equal(200);
    for (const { conversation, user } of visitors) {
      expect(Buffer.from(conversation, 'base64url')).to.have.lengthOf(16);
      expect(user).to.match(/^dl_[\w-]{11}$/);
    }
  });
});

describe('The secret that signs tokens', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'footnote-secret-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('is made once, for the owner only, by whichever server starts first', async () => {
    const home = path.join(directory, 'data');
    const [one, other] = await Promise.all([loadTokenSecret(home), loadTokenSecret(home)]);
    expect(one).to.have.lengthOf(32);
    expect(other).to.deep.equal(one);
    expect(await loadTokenSecret(home)).to.deep.equal(one);
    expect(statSync(path.join(home, 'token-secret')).mode & 0o777).to.equal(0o600);
  });

  it('stops the start when the file holds something else', async () => {
    const file = path.join(directory, 'token-secret');
    writeFileSync(file, 'secret');
    let caught: unknown;
    await loadTokenSecret(directory).catch((error: unknown) => {
      caught = error;
    });
    expect(caught).to.be.instanceOf(TokenSecretError);
    expect(readFileSync(file, 'utf8')).to.equal('secret');
  });
});
