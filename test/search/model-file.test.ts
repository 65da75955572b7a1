import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadModel, saveModel } from '../../src/search/model-file.ts';
import { openSearch } from '../../src/search/open.ts';
import { trainSearch } from '../../src/search/train.ts';
import { loadWordVectors } from '../../src/search/word-vectors.ts';
import { smallContent, smallOutOfScope } from './small-content.ts';

describe('the model file', () => {
  const vectors = loadWordVectors();
  const model = trainSearch(smallContent, smallOutOfScope, { version: 'v1', vectors });
  const folder = mkdtempSync(join(tmpdir(), 'footnote-model-'));
  const file = join(folder, 'deeper', 'search.model');
  before(() => saveModel(model, file));
  after(() => rmSync(folder, { recursive: true }));

  it('comes back as it was saved', () => {
    expect(loadModel(file, 'v1')).to.deep.equal(model);
  });

  it('answers alike after being read back', () => {
    const read = loadModel(file, 'v1');
    expect(read).not.to.equal(null);
    if (read === null) return;
    const question = 'how many days will I ache';
    expect(openSearch(read, vectors).find(question)).to.deep.equal(
      openSearch(model, vectors).find(question),
    );
  });

  it('is stale for other content', () => {
    expect(loadModel(file, 'v2')).to.equal(null);
  });

  it('is not there before it was made', () => {
    expect(loadModel(join(folder, 'none'), 'v1')).to.equal(null);
  });

  it('is refused when it was cut short', () => {
    const short = join(folder, 'short');
    const whole = readFileSync(file);
    writeFileSync(short, whole.subarray(0, whole.length - 100));
    expect(() => loadModel(short, 'v1')).to.throw(RangeError);
  });
});
