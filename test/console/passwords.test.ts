import { expect } from 'chai';
import fc from 'fast-check';
import {
  BusyError,
  checkPassword,
  hashPassword,
  isOutdated,
  passwordProblem,
} from '../../src/console/passwords.ts';

describe('Passwords of the console', () => {
  const context = ['Foxglove Lane Physiotherapy', 'Ana Lim', 'ana'];
  const problem = (password: string) => passwordProblem(password, context);

  it('counts signs, not bytes, and takes any of them', () => {
    expect(problem('kurz aber lang!')).to.equal(null);
    expect(problem('🦦🐢🦉🐝🦀🐙🦔🐌🦋🐞🦗🐜🐛🦟🪲')).to.equal(null);
    expect(problem('fourteen signs')).to.equal('too-short');
    expect(problem('x y z w v '.repeat(13))).to.equal('too-long');
  });

  const common = [
    'passwordpassword',
    'Password12345678',
    'P@ssw0rdP@ssw0rd',
    'qwertyuiopasdfgh',
    '123456789012345',
    'iloveyouiloveyou',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    'FoxgloveFoxglove1',
    'Foxglove Lane 2026!',
    'physiotherapy1234',
  ];
  for (const password of common) {
    it(`refuses “${password}”`, () => {
      expect(problem(password)).to.equal('common');
    });
  }

  for (const password of [
    'correct horse battery staple',
    'seven otters paint',
    'Xk2#vQ9!mZr4&tLp',
  ]) {
    it(`takes “${password}”`, () => {
      expect(problem(password)).to.equal(null);
    });
  }

  it('judges any text at once, however it is made', () => {
    const pieces = fc.array(fc.constantFrom('pass', 'word', 'dragon', '1', 'a', 'qwer', 'tyui'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        problem(parts.join('').slice(0, 128));
      }),
    );
  });

  it('opens with the same password however its accents were typed, and with no other', async () => {
    const stored = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9');
    expect(await checkPassword(stored, 'cafe\u0301 cafe\u0301 cafe\u0301 cafe\u0301')).to.equal(
      true,
    );
    expect(await checkPassword(stored, 'cafe cafe cafe cafe')).to.equal(false);
    expect(await checkPassword(null, 'nobody has this password')).to.equal(false);
  });

  it('knows a hash of other costs', async () => {
    expect(isOutdated(await hashPassword('seven otters paint'))).to.equal(false);
    expect(isOutdated('$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA')).to.equal(true);
  });

  it('hashes a few at once and turns a flood away', async () => {
    const flood = Array.from({ length: 60 }, () => hashPassword('seven otters paint'));
    const ended = await Promise.allSettled(flood);
    const refused = ended.filter((one) => one.status === 'rejected');
    expect(refused.length).to.equal(60 - 4 - 32);
    expect(refused.every((one) => one.reason instanceof BusyError)).to.equal(true);
    expect(await checkPassword(await hashPassword('a b c d e f g h'), 'a b c d e f g h')).to.equal(
      true,
    );
  });
});
