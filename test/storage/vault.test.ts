import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { makeVault, openVault } from '../../src/storage/vault.ts';
import { codeOf } from './support.ts';

const PLACE = { table: 'lines', column: 'body', row: 'c1|0000001' };

describe('The vault', () => {
  let home: string;
  let keyFile: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'footnote-vault-'));
    keyFile = path.join(home, 'keys', 'vault.key');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('opens what it sealed, to the letter', async () => {
    const vault = await openVault(keyFile);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(vault.open(vault.seal(text, PLACE), PLACE)).to.equal(text);
      }),
    );
  });

  it('writes version, key, nonce and ciphertext, and never the same twice', async () => {
    const vault = await openVault(keyFile);
    const [one, two] = [vault.seal('sore', PLACE), vault.seal('sore', PLACE)];
    expect(one).to.match(new RegExp(`^v1\\.${vault.keyId}\\.[\\w-]{16}\\.[\\w-]{27}$`));
    expect(one).not.to.equal(two);
  });

  it('opens nothing that was altered in any place', async () => {
    const vault = await openVault(keyFile);
    const sealed = vault.seal('my heel hurts', PLACE);
    for (let index = 0; index < sealed.length; index++) {
      const other = sealed[index] === 'A' ? 'B' : 'A';
      const altered = sealed.slice(0, index) + other + sealed.slice(index + 1);
      // The last letter of a base64url text may hold bits that mean nothing.
      if (sameBytes(altered, sealed)) continue;
      const code = await codeOf((async () => vault.open(altered, PLACE))());
      expect(code, `letter ${index}`).to.be.oneOf(['unreadable', 'wrong-key']);
    }
    for (const broken of ['', 'v1', 'plain words', sealed.slice(0, -8), `${sealed}.x`.slice(2)]) {
      const code = await codeOf((async () => vault.open(broken, PLACE))());
      expect(code).to.be.oneOf(['unreadable', 'wrong-key']);
    }
  });

  it('opens nothing in another place', async () => {
    const vault = await openVault(keyFile);
    const sealed = vault.seal('my heel hurts', PLACE);
    for (const other of [{ table: 'turns' }, { column: 'why' }, { row: 'c1|0000002' }]) {
      const place = { ...PLACE, ...other };
      expect(await codeOf((async () => vault.open(sealed, place))())).to.equal('unreadable');
    }
  });

  it('makes the key file at the first start, for its owner only, and keeps it', async () => {
    const first = await openVault(keyFile);
    expect(statSync(keyFile).mode & 0o777).to.equal(0o600);
    const text = readFileSync(keyFile, 'utf8');
    const second = await openVault(keyFile);
    expect(readFileSync(keyFile, 'utf8')).to.equal(text);
    expect(second.open(first.seal('sore', PLACE), PLACE)).to.equal('sore');
  });

  it('makes one key when several servers start at once', async () => {
    const vaults = await Promise.all(Array.from({ length: 8 }, () => openVault(keyFile)));
    expect(new Set(vaults.map(({ keyId }) => keyId)).size).to.equal(1);
  });

  it('refuses a key file that everybody may read', async () => {
    await openVault(keyFile);
    chmodSync(keyFile, 0o604);
    expect(await codeOf(openVault(keyFile))).to.equal('key-exposed');
    chmodSync(keyFile, 0o640);
    expect(await codeOf(openVault(keyFile))).to.equal('saved');
  });

  it('refuses a file that is no key file', async () => {
    await openVault(keyFile);
    for (const text of ['', 'secret', 'k1 c2hvcnQ=', '# only a note\n']) {
      writeFileSync(keyFile, text);
      expect(await codeOf(openVault(keyFile)), text).to.equal('wrong-key');
    }
  });

  it('seals with the newest key of the ring and still opens what the older ones sealed', async () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const before = makeVault(new Map([['one', one]]));
    const after = makeVault(new Map([['one', one], ['two', two]])); // biome-ignore format: one ring
    expect(after.open(before.seal('sore', PLACE), PLACE)).to.equal('sore');
    expect(after.seal('sore', PLACE)).to.match(/^v1\.two\./);
    const late = makeVault(new Map([['two', two]]));
    const sealed = before.seal('sore', PLACE);
    expect(await codeOf((async () => late.open(sealed, PLACE))())).to.equal('wrong-key');
  });
});

function sameBytes(a: string, b: string): boolean {
  const parts = [a, b].map((text) => text.split('.'));
  const [first = [], second = []] = parts;
  if (first.slice(0, 2).join('.') !== second.slice(0, 2).join('.')) return false;
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('hex');
  return [2, 3].every((index) => bytes(first[index]) === bytes(second[index]));
}
