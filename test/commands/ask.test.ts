import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { z } from 'zod';

const record = z.strictObject({
  id: z.union([z.string(), z.number()]).nullable(),
  text: z.string(),
  decision: z.strictObject({
    kind: z.string(),
    entries: z.array(z.string()),
    topics: z.array(z.string()),
    choices: z.array(z.strictObject({ entry: z.string(), topics: z.array(z.string()) })),
    flow: z.string().nullable(),
    urgency: z.string().nullable(),
    rule: z.string().nullable(),
    confidence: z.number().nullable(),
  }),
  reply: z.string().min(1),
});

function run(command: string, args: readonly string[], input = '') {
  const done = spawnSync('npm', ['run', '--silent', command, '--', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

describe('npm run ask', () => {
  it('answers JSON lines in order, one line each, in the fixed shape', () => {
    const lines = [
      'how long will i be sore',
      'cant catch my breath since yesterday',
      "what's the weather",
      'book me in please',
    ];
    const input = lines.map((text, index) => JSON.stringify({ id: `q${index}`, text })).join('\n');
    const { status, out } = run('ask', ['--json'], `${input}\n`);
    expect(status).to.equal(0);
    const records = out
      .trim()
      .split('\n')
      .map((line) => record.parse(JSON.parse(line)));
    expect(records.map(({ id }) => id)).to.deep.equal(['q0', 'q1', 'q2', 'q3']);
    expect(records.map(({ decision }) => decision.kind)).to.deep.equal([
      'answer',
      'urgent',
      'unknown',
      'flow',
    ]);
    expect(records[1]?.decision.urgency).to.equal('emergency');
    expect(records[3]?.decision.flow).to.equal('booking');
  });

  it('names a line that is no question, goes on, and ends with status 1', () => {
    const { status, out, err } = run(
      'ask',
      ['--json'],
      'nonsense\n{"id":1,"text":"does it hurt"}\n',
    );
    expect(status).to.equal(1);
    expect(err).to.include('line 1');
    expect(out.trim().split('\n')).to.have.length(1);
  });

  it('takes one question in words, and explains it', () => {
    const { status, out } = run('ask', ['--explain', 'does dry needlng hurt']);
    expect(status).to.equal(0);
    expect(out).to.include('decision').and.to.include('margin');
  });

  it('says how it is used with status 2', () => {
    expect(run('ask', []).status).to.equal(2);
    expect(run('ask', ['--nonsense', 'x']).status).to.equal(2);
  });
});
