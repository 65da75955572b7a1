import { expect } from 'chai';
import fc from 'fast-check';
import { readJson, TooDeepError } from '../../src/channels/json.ts';

describe('readJson', () => {
  it('keeps any JSON that a database can keep as it is', () => {
    const plain = fc
      .jsonValue({ maxDepth: 5 })
      .filter((value) => !/\\u0000|__proto__/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        expect(readJson(value)).to.deep.equal(value);
      }),
    );
  });

  it('leaves text that every database takes, and takes it unchanged a second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\0', '\uD83D', '\uDE00'),
        (text, bad) => {
          const once = readJson(text + bad + text);
          expect(once).to.be.a('string').and.not.include('\0');
          expect(JSON.stringify(once)).to.not.match(/\\ud[89a-f]/i);
          expect(readJson(once)).to.equal(once);
        },
      ),
    );
  });

  it('keeps whole pairs of characters', () => {
    expect(readJson('run 🏃 now')).to.equal('run 🏃 now');
    expect(readJson('\uD83Dx')).to.equal('\uFFFDx');
  });

  it('drops keys that could reach a prototype', () => {
    const read = readJson(JSON.parse('{"a":{"__proto__":{"admin":true},"b":1}}'));
    expect(read).to.deep.equal({ a: { b: 1 } });
    expect(Object.keys(Object(read).a)).to.deep.equal(['b']);
  });

  it('refuses what is nested too deeply, without ending the process', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(() => readJson(deep)).to.throw(TooDeepError);
  });
});
