import { expect } from 'chai';
import { answerFromKnowledge } from '../../src/core/answer.ts';
import { type Conversation, freshConversation } from '../../src/core/conversation.ts';
import type { Entry } from '../../src/core/guide.ts';
import { type Match, type Search, untaughtSureness } from '../../src/core/search.ts';
import { tidy } from '../../src/core/text.ts';
import type { Shelf } from '../../src/core/verdict.ts';

function entry(id: string, topics: readonly string[], next: readonly string[] = []): Entry {
  return {
    id,
    title: `Title of ${id}`,
    topics,
    next,
    phrasings: [],
    tests: [],
    sources: [],
    status: id.startsWith('draft') ? 'draft' : 'signed',
    reviewer: null,
    reviewed: null,
    reviewDue: null,
    signedVersion: null,
    body: '',
  };
}

const entries = [
  entry('sore', ['soreness'], ['sore-long']),
  entry('sore-long', ['soreness']),
  entry('price', ['price']),
  entry('results-last', ['results']),
  entry('draft-run', ['running']),
];

/** What the pretended search finds for words: every pair whose key is in the question. */
const known: readonly (readonly [key: string, matches: Readonly<Record<string, number>>])[] = [
  ['title of sore', { 'entry:sore': 0.9, 'entry:sore-long': 0.05 }],
  ['cost', { 'entry:price': 0.9 }],
  ['ache', { 'entry:sore': 0.4, 'entry:sore-long': 0.35 }],
  ['mixed', { 'entry:sore': 0.4, 'entry:price': 0.38 }],
  ['faint idea', { 'entry:price': 0.15 }],
  ['how long', { 'entry:results-last': 0.3, 'entry:sore-long': 0.2 }],
  ['run', { 'entry:draft-run': 0.9 }],
  ['book', { 'flow:booking': 0.9 }],
  ['how come', { 'entry:price': 0.4, 'entry:sore-long': 0.06 }],
  ['ok then', { 'smalltalk:acknowledgement': 0.9 }],
  ['hello', { 'smalltalk:greeting': 0.9 }],
  ['dose', { 'refusal:dose': 0.9 }],
  ['both worry me', { 'entry:price': 0.62, 'entry:sore': 0.34 }],
  ['results', { 'entry:results-last': 0.9 }],
  ['unclear', { 'entry:price': 0.08, 'entry:sore': 0.07 }],
];

/** What the pretended search takes for words that say nothing. */
const asides = ['sorry for the typos', 'my friend told me to ask'];

const search: Search = {
  thresholds: { sureness: untaughtSureness, answer: 0.6, margin: 0.05, offer: 0.3 },
  asideness: (sentence) => (asides.some((each) => tidy(sentence).startsWith(each)) ? 0.9 : 0),
  find: (question) => {
    const repaired = tidy(question);
    const hit = known.find(([key]) => repaired.includes(key));
    const matches: readonly Match[] = Object.entries(hit?.[1] ?? {}).map(
      ([target, confidence]) => ({
        target,
        confidence,
        phrasing: '',
        shares: {},
      }),
    );
    const inside = insideOf(repaired);
    return inside === null ? { repaired, matches } : { repaired, matches, inside };
  },
};

/** Two questions for which the pretended search tells whether they are about anything here. */
function insideOf(repaired: string): number | null {
  if (!repaired.includes('unclear')) return null;
  return repaired.includes('treatment') ? 0.9 : 0.1;
}

function shelf(signedOnly: boolean): Shelf {
  const byId = new Map(entries.map((each) => [each.id, each]));
  return { search, signedOnly, content: { entries: byId, flows: new Map() } };
}

const fresh = freshConversation('c', 'website', 0);
const ask = (text: string, conversation: Conversation = fresh, at = 1000, signedOnly = false) =>
  answerFromKnowledge(shelf(signedOnly), conversation, text, at);

/** The entries that answer a first message, in order. */
function answered(text: string): readonly string[] {
  const result = ask(text);
  return result.kind === 'answer' ? result.answers.map(({ entry }) => entry) : [];
}

describe('answerFromKnowledge', () => {
  it('answers when one entry is clear', () => {
    const result = ask('what does it cost');
    expect(result).to.deep.include({ kind: 'answer', unanswered: [], flow: null });
    if (result.kind === 'answer') expect(result.confidence).to.be.closeTo(0.9, 1e-9);
  });

  it('adds up entries that share a topic', () => {
    const result = ask('an ache');
    expect(result.kind).to.equal('answer');
    if (result.kind === 'answer') expect(result.confidence).to.be.closeTo(0.75, 1e-9);
  });

  it('offers choices when no answer is sure, but the question is about something here', () => {
    expect(ask('an unclear word on treatment').kind).to.equal('choices');
    expect(ask('an unclear word on football').kind).to.equal('unknown');
  });

  it('offers choices between topics that are close', () => {
    const result = ask('mixed words');
    expect(result.kind).to.equal('choices');
    if (result.kind === 'choices') {
      expect(result.options.map(({ target }) => target)).to.deep.equal([
        'entry:sore',
        'entry:price',
      ]);
    }
  });

  it('stays silent on a faint idea, and names what came nearest', () => {
    expect(ask('faint idea')).to.deep.include({ kind: 'unknown', nearest: ['price'] });
  });

  it('stays silent when nothing is found', () => {
    expect(ask('zzz')).to.deep.include({ kind: 'unknown', nearest: [], confidence: 0 });
  });

  it('passes on flows, refusals and small talk', () => {
    expect(ask('book me in')).to.include({ kind: 'flow', id: 'booking' });
    expect(ask('what dose')).to.include({ kind: 'refusal', id: 'dose' });
    expect(ask('hello')).to.include({ kind: 'smalltalk', id: 'greeting' });
  });

  it('answers several questions in order, and names the one it could not', () => {
    const result = ask('Hello! What does it cost? Any ache? What is zzz?');
    expect(result.kind).to.equal('answer');
    if (result.kind !== 'answer') return;
    expect(result.answers.map((each) => each.entry)).to.deep.equal(['price', 'sore']);
    expect(result.unanswered).to.deep.equal(['What is zzz?']);
    expect(result.why.parts).to.have.length.greaterThan(2);
  });

  it('answers and remembers that a booking was asked for too', () => {
    const result = ask('what does it cost? can i book?');
    expect(result).to.deep.include({ kind: 'answer', flow: 'booking' });
  });

  it('hides drafts where only signed entries may be shown', () => {
    expect(ask('can i run').kind).to.equal('answer');
    expect(ask('can i run', fresh, 1000, true).kind).to.equal('unknown');
  });

  const after: Conversation = { ...fresh, focus: ['sore'] };

  it('leans on the last answer when the words point to it', () => {
    const result = ask('and how long does that last', after);
    expect(result.kind).to.equal('answer');
    if (result.kind === 'answer') {
      expect(result.answers[0]?.entry).to.match(/^sore/);
      expect(result.why.parts[0]?.inContext).to.equal(true);
    }
  });

  it('goes on from the last answer rather than giving it again', () => {
    const result = ask('how long', after);
    expect(result.kind === 'answer' && result.answers[0]?.entry).to.equal('sore-long');
  });

  it('prefers what has to do with the last answer for words that say nothing themselves', () => {
    const result = ask('how come', after);
    expect(result.kind === 'answer' && result.answers[0]?.entry).to.equal('sore-long');
  });

  it('hears "ok then" after an answer as small talk', () => {
    expect(ask('ok then', after)).to.include({ kind: 'smalltalk', id: 'acknowledgement' });
  });

  it('lets a bare question lean on the one before it in the same message', () => {
    const result = ask('any ache? and how long?');
    expect(result.kind).to.equal('answer');
    if (result.kind !== 'answer') return;
    expect(result.answers.map((each) => each.entry)).to.deep.equal(['sore', 'sore-long']);
  });

  it('does not drag a clear question to the last answer', () => {
    const result = ask('and the cost', after);
    expect(result.kind === 'answer' && result.answers[0]?.entry).to.equal('price');
  });

  it('leans on the words of the last question as well as on the title of its answer', () => {
    const asked = (question: string): Conversation => ({
      ...after,
      offer: { kind: 'next', options: [], question },
    });
    const bare = ask('and that?', asked('any ache'));
    expect(bare.kind === 'answer' && bare.answers[0]?.entry).to.equal('sore-long');
    const story = ask('and that?', asked(`any ache ${'after such a long day '.repeat(4)}`));
    expect(story.kind === 'answer' && story.answers[0]?.entry).to.equal('sore');
  });

  it('hears what was not understood with what was said before, and only that', () => {
    const told = ask('unclear whatever you may say of it or not', after);
    expect(told.why.parts[0]?.inContext).to.equal(true);
    const clear = ask('please tell me what one will cost then', after);
    expect(clear.kind === 'answer' && clear.answers[0]?.entry).to.equal('price');
  });

  it('lets the questions of one message lean on the last answer, and on each other', () => {
    const both = ask('what will it cost? why', after);
    expect(both.kind === 'answer' && both.answers.map(({ entry }) => entry)).to.deep.equal([
      'price',
    ]);
    const bare = ask('and how long? what will it cost?', after);
    expect(bare.kind === 'answer' && bare.answers.map(({ entry }) => entry)).to.deep.equal([
      'sore-long',
      'price',
    ]);
  });

  it('reads a question with what is told before it, and by itself where that decides nothing', () => {
    const sure = ask('The cost worries me. Any ache?');
    expect(sure.kind === 'answer' && sure.answers[0]?.entry).to.equal('price');
    const pooled = ask('It is a mixed story of two years. Can I run?');
    expect(pooled.kind).to.equal('choices');
    expect(ask('Hello to you all there. A faint idea?').kind).to.equal('unknown');
  });

  it('lets a greeting or thanks beside a question say nothing', () => {
    const result = ask('Hello! Unclear, what may come of the results?');
    expect(result.kind === 'answer' && result.answers[0]?.entry).to.equal('results-last');
    expect(result.why.parts[0]?.inContext).to.equal(false);
  });

  it('reads past what says nothing of the question, sentences and parts of them', () => {
    for (const message of [
      'My friend told me to ask. Unclear, what may come of the results?',
      'unclear results? Sorry for the typos!',
      'my friend told me to ask: unclear results',
      'Unclear, what may come of the results? Sorry for the typos, Priya',
      'unclear results - sorry for the typos',
    ]) {
      const result = ask(message);
      expect(result.kind === 'answer' && result.answers[0]?.entry, message).to.equal(
        'results-last',
      );
      expect(result.why.parts.map(({ inContext }) => inContext)).to.deep.equal([false]);
    }
    expect(ask('Sorry for the typos').kind).to.equal('unknown');
    const told = ask('What it will cost worries me. Sorry for the typos?');
    expect(told.kind === 'answer' && told.answers[0]?.entry).to.equal('price');
  });

  it('answers a question that is surer without its story, and what the story tells', () => {
    expect(answered('Mixed feelings. Will it cost?')).to.deep.equal(['price']);
    expect(answered('I will ache. Can I see results?')).to.deep.equal(['sore', 'results-last']);
    expect(answered('I will ache. Is it mixed?')).to.deep.equal(['sore']);
    const booking = ask('I want to book. Can I see results?');
    expect(booking).to.deep.include({ kind: 'answer', flow: 'booking' });
  });

  it('finds the one sentence of a story that matters', () => {
    const result = ask('It is an unclear tale. The results fade. My dog is old. Is it a go?');
    expect(result.kind === 'answer' && result.answers[0]?.entry).to.equal('results-last');
  });

  it('answers two things asked as one, where both are likely', () => {
    expect(answered('price and pain both worry me')).to.deep.equal(['price', 'sore']);
    expect(answered('and what will it cost')).to.deep.equal(['price']);
  });

  it('forgets the last answer after half an hour', () => {
    const result = ask('how long does that last', after, 31 * 60_000);
    expect(result.why.parts[0]?.inContext).to.equal(false);
  });

  it('does not give the same answer again to "no, I meant ..."', () => {
    const result = ask('no, i meant ache', after);
    const given = result.kind === 'answer' ? result.answers.map((each) => each.entry) : [];
    expect(given).not.to.include('sore');
  });

  const offered: Conversation = {
    ...fresh,
    offer: {
      kind: 'did-you-mean',
      question: 'sth',
      options: [
        { label: 'Title of sore', target: 'entry:sore' },
        { label: 'Book', target: 'flow:booking' },
      ],
    },
  };

  it('takes an offer up', () => {
    expect(ask('the first one', offered)).to.deep.include({
      kind: 'answer',
      answers: [{ entry: 'sore', question: 'Title of sore', confidence: 1 }],
    });
    expect(ask('the second one', offered)).to.include({ kind: 'flow', id: 'booking' });
  });

  it('hears that no offer fits', () => {
    expect(ask('none of these', offered)).to.include({ kind: 'declined', question: 'sth' });
  });

  it('lets a new question pass over an offer', () => {
    expect(ask('what does it cost', offered)).to.include({ kind: 'answer' });
  });
});
