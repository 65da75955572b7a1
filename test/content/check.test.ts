import { expect } from 'chai';
import { answerErrors, reviewContent } from '../../src/content/check.ts';
import { forbiddenClaims } from '../../src/content/checks/claims.ts';
import { readableBlocks, sentencesOf } from '../../src/content/checks/plain-words.ts';
import { readingAge, readingTrouble } from '../../src/content/checks/reading.ts';
import { entryVersion } from '../../src/content/entry-version.ts';
import { loadContent } from '../../src/content/load.ts';
import type { Content } from '../../src/core/guide.ts';

describe('The editor of content', () => {
  let content: Content;

  before(async () => {
    content = await loadContent('.');
  });

  it('finds no error in the content as it stands', () => {
    const errors = reviewContent(content, '2026-11-22').filter((one) => one.severity === 'error');
    expect(errors).to.deep.equal([]);
  });

  it('sees promises, doses and reassurance', () => {
    const claims = [
      'Needling cures runner’s knee.',
      'It heals the tendon.',
      'There are no side effects.',
      "Don't worry, you're fine.",
      'Take 400 mg of ibuprofen.',
      'This is guaranteed to work.',
      'You can have needling.',
    ];
    for (const claim of claims) expect(forbiddenClaims(claim), claim).to.have.length.greaterThan(0);
  });

  it('lets a denial of a promise stand', () => {
    expect(forbiddenClaims('No treatment can cure it for sure.')).to.deep.equal([]);
    expect(forbiddenClaims('It is not guaranteed.')).to.deep.equal([]);
  });

  it('counts a review that is due', () => {
    const [entry] = content.entries.values();
    if (entry === undefined) throw new Error('there must be an entry');
    const overdue = new Map([[entry.id, { ...entry, reviewDue: '2026-01-01' }]]);
    const problems = reviewContent({ ...content, entries: overdue }, '2026-11-22');
    expect(problems.map(({ rule }) => rule)).to.include('review-due');
  });

  it('counts an answer whose words are not those that were signed', () => {
    const [entry] = content.entries.values();
    if (entry === undefined) throw new Error('there must be an entry');
    const rules = (change: Partial<typeof entry>) => {
      const signed = { ...entry, status: 'signed', signedVersion: entryVersion(entry) } as const;
      const entries = new Map([[entry.id, { ...signed, ...change }]]);
      return reviewContent({ ...content, entries }, '2026-11-22').map(({ rule }) => rule);
    };
    expect(rules({})).not.to.include('changed-since-signed');
    expect(rules({ body: `${entry.body} More.` })).to.include('changed-since-signed');
    expect(rules({ body: 'More.', signedVersion: null })).not.to.include('changed-since-signed');
  });

  it('sees long sentences, long short answers and hard words', () => {
    const body = `${'word '.repeat(70).trim()}.\n\nIatrogenic pneumothoraces necessitate immediate multidisciplinary hospitalisation and radiological investigation.`;
    const rules = readingTrouble(body).map(({ rule }) => rule);
    expect(rules).to.include.members(['long-sentence', 'short-answer']);
    expect(readingAge('Call us. We can help you.')).to.be.lessThan(9);
    expect(readingAge(body)).to.be.greaterThan(14);
  });

  it('names the errors of an answer that is not in a file yet, and no mere warning', () => {
    expect(answerErrors('It hurts for a day or two. Call us if it lasts longer.')).to.deep.equal(
      [],
    );
    expect(answerErrors('We can help you. '.repeat(20))).to.deep.equal([]);
    expect(answerErrors('Needling is painless.').join()).to.contain('no risk');
  });

  it('reads lists and paragraphs apart, and does not split numbers', () => {
    const blocks = readableBlocks('One.[^S1] Two.\n\n- three\n- four');
    expect(blocks).to.deep.equal(['One. Two.', 'three', 'four']);
    expect(sentencesOf('It was 7.55 in every 100. That is few.')).to.have.length(2);
  });
});
