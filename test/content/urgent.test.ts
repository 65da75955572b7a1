import { expect } from 'chai';
import { type ContentFile, readContentFiles } from '../../src/content/read.ts';
import { Shelf } from '../../src/content/shelf.ts';
import { readUrgentRules, runExamples } from '../../src/content/urgent-schema.ts';
import { screenUrgent } from '../../src/core/screen.ts';
import { facts, heldOut, urgentRules } from '../core/urgent-rules.ts';

const RULE = 'dialogs/urgent/stroke.yaml';
const CONCEPTS = 'dialogs/urgent/concepts.yaml';

describe('The urgent rules', () => {
  it('do what every one of their examples says', async () => {
    expect(runExamples(await urgentRules())).to.deep.equal([]);
  });

  it('cover every row of the clinical table', async () => {
    const rows = new Set((await urgentRules()).rules.map(({ row }) => row));
    const missing = Array.from({ length: 26 }, (_, at) => `C${at + 1}`).filter(
      (row) => !rows.has(row),
    );
    expect(missing).to.deep.equal([]);
  });

  it('differ in id, and in priority within a level, so that the same one always wins', async () => {
    const { rules } = await urgentRules();
    const keys = rules.map(({ level, priority }) => `${level} ${priority}`);
    expect(new Set(keys).size).to.equal(keys.length);
    expect(new Set(rules.map(({ id }) => id)).size).to.equal(rules.length);
  });

  it('tell who to call first and the clinic later, and offer no appointment', async () => {
    for (const { id, level, message } of (await urgentRules()).rules) {
      expect(message, id).not.to.match(
        /\bbook(ing)?\b|appointment\b(?! *\.)(?<!next appointment)/i,
      );
      if (level === 'contact') continue;
      const help = message.search(/999|111|A&E|GP|Samaritans|maternity/);
      expect(help, id).to.be.within(0, 420);
      const clinic = message.indexOf('020 7946 0000');
      if (clinic >= 0) expect(clinic, id).to.be.greaterThan(help);
    }
  });

  it('name no condition of the reader, give no comfort that nobody can give, and no dose', async () => {
    for (const { id, message } of (await urgentRules()).rules) {
      expect(message, id).not.to.match(
        /you have (a |an )?(stroke|clot|infect|fracture|heart attack|sepsis)|you're fine|nothing to worry|\b\d+ ?mg\b/i,
      );
    }
  });

  it('give crisis lines to whoever speaks of suicide', async () => {
    const { rules } = await urgentRules();
    for (const id of ['self-harm', 'self-harm-danger', 'overdose']) {
      expect(rules.find((rule) => rule.id === id)?.message).to.include('Samaritans: 116 123');
    }
  });

  it('find nearly all urgent messages of the held-out lists and stop nearly no others', async () => {
    const rules = await urgentRules();
    const isStopped = (text: string) => {
      const { finding } = screenUrgent(rules, text, []);
      return finding?.kind === 'urgent' && finding.level !== 'contact';
    };
    const urgent = heldOut().filter((message) => message.urgent);
    const others = heldOut().filter((message) => !message.urgent);
    expect(urgent.filter(({ text }) => isStopped(text)).length / urgent.length).to.be.at.least(
      0.98,
    );
    expect(others.filter(({ text }) => isStopped(text)).length / others.length).to.be.at.most(0.02);
  });
});

describe('readUrgentRules', () => {
  let files: readonly ContentFile[];

  before(async () => {
    files = (await readContentFiles('.')).filter(({ file }) => file.startsWith('dialogs/urgent/'));
  });

  function problems(change: Readonly<Record<string, (text: string) => string>>) {
    const shelf = new Shelf(
      files.map(({ file, text }) => ({ file, text: change[file]?.(text) ?? text })),
    );
    readUrgentRules(shelf, facts);
    return shelf.problems;
  }

  it('has nothing to say about the rules as they are', () => {
    expect(problems({})).to.deep.equal([]);
  });

  it('names file, line, field and what would be right', () => {
    const [problem] = problems({
      [RULE]: (text) => text.replace('level: emergency', 'level: soon'),
    });
    expect(problem).to.include({ file: RULE, line: 3, field: 'level' });
    expect(problem?.message).to.include('emergency, same-day or contact');
  });

  it('names the line of an expression that uses an unknown concept', () => {
    const [problem] = problems({
      [RULE]: (text) => text.replace('when:\n', 'when:\n  - "{fcae} droops"\n'),
    });
    expect(problem).to.include({ file: RULE, field: 'when.0' });
    expect(problem?.message).to.include('{fcae} is not a concept');
    const changed = files.find(({ file }) => file === RULE)?.text ?? '';
    expect(problem?.line).to.equal(changed.split('\n').indexOf('when:') + 2);
  });

  for (const [title, expression, message] of [
    ['a gap at an end', 'pain …', 'it belongs between two words'],
    ['an empty place', 'pain & & leg', 'an empty place'],
    ['an optional first word', 'the? pain', 'first word may not be optional'],
    ['a stem that is too short', 'no*', 'too short for a stem'],
    ['a sign of no meaning', 'pa{in', 'is not a word'],
  ] as const) {
    it(`says what is wrong with ${title}`, () => {
      const [problem] = problems({
        [RULE]: (text) => text.replace('when:\n', `when:\n  - ${JSON.stringify(expression)}\n`),
      });
      expect(problem?.message).to.include(message);
    });
  }

  it('tells of concepts that go round in a circle', () => {
    const found = problems({
      [CONCEPTS]: (text) =>
        text.replace('concepts:\n', 'concepts:\n  hen: "{egg-laid} x"\n  egg-laid: "{hen} y"\n'),
    });
    expect(found.map(({ message }) => message).join()).to.include('hen → egg-laid → hen');
  });

  it('tells all problems of all files at once, and complains of broken concepts only once', () => {
    const found = problems({
      [RULE]: (text) =>
        text.replace('level: emergency', 'level: soon').replace('row: C6', 'row: six'),
      'dialogs/urgent/heart.yaml': (text) => text.replace('priority:', 'prioritty:'),
    });
    expect(new Set(found.map(({ file }) => file)).size).to.equal(2);
    expect(found.length).to.be.at.least(3);
    const broken = problems({ [CONCEPTS]: (text) => text.replace('scopes:', 'scoops:') });
    expect(new Set(broken.map(({ file }) => file))).to.deep.equal(new Set([CONCEPTS]));
  });

  it('refuses a rule with too few examples, and one that is signed by nobody', () => {
    const few = problems({
      [RULE]: (text) => text.replace(/fires:\n(?: {2}- .*\n)+/, 'fires:\n  - slurred\n'),
    });
    expect(few[0]?.message).to.include('at least 20');
    const signed = problems({ [RULE]: (text) => text.replace('status: draft', 'status: signed') });
    expect(signed[0]?.message).to.include('needs reviewer');
  });

  it('refuses two rules of one id', () => {
    const found = problems({ [RULE]: (text) => text.replace('id: stroke', 'id: heart') });
    expect(found[0]?.message).to.match(/heart is the id of .* too/);
  });

  it('notices an example that does not do what it stands for', async () => {
    const rules = await urgentRules();
    const spoilt = rules.rules.map((rule) =>
      rule.id === 'stroke' ? { ...rule, fires: ['nice weather'], asks: ['nice day'] } : rule,
    );
    const failures = runExamples({ ...rules, rules: spoilt });
    expect(failures.map(({ list, text }) => `${list} ${text}`)).to.deep.equal([
      'fires nice weather',
      'asks nice day',
    ]);
  });
});
