import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { drawFlow, withDiagrams } from '../../src/content/draw-flow.ts';
import type { Problem } from '../../src/content/problems.ts';
import type { ContentFile } from '../../src/content/read.ts';
import { Shelf } from '../../src/content/shelf.ts';
import { readUrgentRules } from '../../src/content/urgent-schema.ts';
import { screenUrgent } from '../../src/core/screen.ts';
import { edited, files, flowsOf, real } from '../helpers/flows.ts';

const BOOKING = 'dialogs/flows/booking.yaml';
const COMMON = 'dialogs/flows/_common.yaml';

describe('The flows of dialogs/flows', () => {
  it('load without a problem', () => {
    expect(real.problems).to.deep.equal([]);
    expect([...real.flows.keys()]).to.have.members([
      'booking',
      'aftercare',
      'before-you-come',
      'person',
    ]);
  });

  it('have phrasings and tests that differ', () => {
    for (const flow of real.flows.values()) {
      const phrasings = new Set(flow.phrasings.map((text) => text.toLowerCase()));
      expect(phrasings.size, flow.id).to.equal(flow.phrasings.length);
      expect(flow.tests.length, flow.id).to.be.at.least(4);
      for (const test of flow.tests)
        expect(phrasings.has(test.toLowerCase()), test).to.equal(false);
    }
  });

  it('ask every question in other words the second time, say why, and help', () => {
    for (const flow of real.flows.values()) {
      for (const step of flow.steps.values()) {
        if (step.kind !== 'ask') continue;
        const name = `${flow.id}/${step.id}`;
        expect(step.text.length, name).to.be.greaterThan(1);
        expect(step.why, name).to.be.a('string');
        expect(step.help, name).to.be.an('array');
      }
    }
  });

  it('have no place left unfilled by the facts of the clinic', () => {
    expect(JSON.stringify([...real.flows.values()].map(({ steps }) => [...steps]))).to.not.include(
      '{{',
    );
  });
});

describe('A button of a flow', () => {
  const rules = readUrgentRules(new Shelf(files), {});

  it('does not set off an urgent message, unless it stands for the sign itself', () => {
    for (const { flow, option } of buttons()) {
      const { finding } = screenUrgent(rules, option.label, []);
      if (option.urgent === null) expect(finding, `${flow}: ${option.label}`).to.equal(null);
      if (finding?.kind === 'urgent') expect(finding.rule, option.label).to.equal(option.urgent);
    }
  });

  function buttons() {
    return [...real.flows.values()].flatMap((flow) =>
      [...flow.steps.values()].flatMap((step) =>
        step.kind === 'ask' ? step.options.map((option) => ({ flow: flow.id, option })) : [],
      ),
    );
  }
});

describe('A flow with a mistake', () => {
  /** What is wrong, the words replaced, what the message says, and the words on the line it names. */
  const cases: readonly [string, string, string, RegExp, string][] = [
    [
      'a goto to nowhere',
      'goto: not-sent',
      'goto: nowhere',
      /no step of this flow/,
      'goto: nowhere',
    ],
    ['a goto backwards', 'goto: not-sent', 'goto: name', /comes before consent/, 'goto: name'],
    [
      'a step nobody reaches',
      'goto: not-sent',
      'goto: sent',
      /no step leads to not-sent/,
      'id: not-sent',
    ],
    ['an unknown kind', 'kind: confirm', 'kind: conform', /kind must be one of ask/, 'conform'],
    ['an unknown kind of answer', 'answer: name', 'answer: nome', /one of text, choice/, 'nome'],
    ['a misspelt field', 'optional: true', 'optionol: true', /optionol/, 'id: reason'],
    ['an answer nobody asks for', 'name: name', 'name: nome', /no step asks for nome/, 'nome'],
    ['a value that cannot be', 'is: [all]', 'is: [every]', /consent is never every/, 'every'],
    [
      'a place without an answer',
      'reply to {contact}',
      'reply to {contract}',
      /\{contract\} has no answer/,
      'text: |-',
    ],
    [
      'two steps of one name',
      'id: contact\n    kind',
      'id: name\n    kind',
      /name is there twice/,
      '',
    ],
    [
      'a choice word used twice',
      'words: [knees, lutut]',
      'words: [heel]',
      /"heel" means heel too/,
      'words: [heel]',
    ],
    ['another file name', 'id: booking', 'id: bookings', /must be the file's name/, 'id: bookings'],
    [
      'a fact that is missing',
      'call {{clinic.phone}} and',
      'call {{clinic.fax}} and',
      /clinic\.fax/,
      '',
    ],
    [
      'a text that is a number',
      'title: Book an appointment',
      'title: 5',
      /must be a text/,
      'title: 5',
    ],
  ];
  for (const [what, from, to, message, onLine] of cases) {
    it(`is told by file, line and field: ${what}`, () => {
      const found = problemsAfter(BOOKING, from, to).find((problem) =>
        message.test(problem.message),
      );
      expect(found, what).to.include({ file: BOOKING, severity: 'error' });
      if (onLine !== '') expect(lineAt(BOOKING, from, to, found?.line ?? 0)).to.include(onLine);
    });
  }

  it('is told when the last step leads nowhere', () => {
    const some = edited(BOOKING, (text) => text.slice(0, text.indexOf('  - id: sent')));
    const messages = flowsOf(some).problems.map(({ message }) => message);
    expect(messages.join()).to.match(/last step must be end, hand-over or urgent/);
  });

  it('is told together with all others', () => {
    const some = edited(BOOKING, (text) =>
      text
        .replace('name: name', 'name: nome')
        .replace('is: [all]', 'is: [every]')
        .replace('goto: not-sent', 'goto: nowhere'),
    );
    expect(flowsOf(some).problems.length).to.be.greaterThan(2);
  });

  it('is told for a rule, a flow or a source that is not there', () => {
    const person = edited('dialogs/flows/before-you-come.yaml', (text) =>
      text
        .replace('flow: booking', 'flow: cooking')
        .replaceAll('[^S81]', '[^S9999]')
        .replace('id: S81', 'id: S9999'),
    );
    const messages = flowsOf(person)
      .problems.map(({ message }) => message)
      .join('\n');
    expect(messages).to.include('cooking is no flow').and.to.include('S9999 is not in');
  });

  it('is told for the words that all flows share', () => {
    const [problem] = problemsAfter(COMMON, '  cancelled: [', '  canceled: [');
    expect(problem).to.include({ file: COMMON });
    expect(
      problemsAfter(COMMON, 'personFlow: person', 'personFlow: nobody')[0]?.message,
    ).to.include('nobody');
  });
});

function problemsAfter(file: string, from: string, to: string): readonly Problem[] {
  return flowsOf(edited(file, (text) => text.replace(from, to))).problems;
}

function lineAt(file: string, from: string, to: string, line: number): string {
  const all: readonly ContentFile[] = edited(file, (text) => text.replace(from, to));
  return all.find((one) => one.file === file)?.text.split('\n')[line - 1] ?? '';
}

describe('Flow files', () => {
  it('are among the content that is read', () => {
    expect(files.map(({ file }) => file)).to.include.members([BOOKING, COMMON]);
  });
});

describe('The diagram of a flow', () => {
  it('draws every step once, and every choice that leads to an urgent message', () => {
    for (const flow of real.flows.values()) {
      const rows = drawFlow(flow).split('\n');
      expect(rows[0]).to.equal('flowchart TD');
      const drawn = rows.filter((row) => /^ {2}s\d+[[({>]/.test(row));
      expect(drawn.length, flow.id).to.equal(flow.steps.size);
    }
    const aftercare = real.flows.get('aftercare');
    expect(aftercare && drawFlow(aftercare)).to.include('"urgent: chest-or-breathing"');
  });

  it('takes the place of the one before and leaves the rest of the page', () => {
    const page = readFileSync('docs/dialogs.md', 'utf8');
    const [flow] = real.flows.values();
    const once = withDiagrams(page, flow ? [flow] : []);
    expect(withDiagrams(once, real.flows.values())).to.equal(
      withDiagrams(page, real.flows.values()),
    );
    expect(once.startsWith(page.slice(0, page.indexOf('<!-- diagrams')))).to.equal(true);
  });
});
