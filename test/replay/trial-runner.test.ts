import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Trial, TrialState } from '../../src/replay/trial.ts';
import { TrialRunner } from '../../src/replay/trial-runner.ts';

const SCRIPT = fileURLToPath(new URL('./processes/trial.mjs', import.meta.url));

const TRIAL: Trial = {
  subject: 'suggestions',
  last: 10,
  base: 'a',
  version: 'b',
  suggestions: ['s1'],
  refused: [],
  titles: {},
  patch: '',
  turns: 1,
  skipped: 0,
  counts: {
    same: 1,
    better: 0,
    different: 0,
    unanswered: 0,
    'urgent-gained': 0,
    'urgent-lost': 0,
  },
  changes: [],
};

describe('The runner of trials', () => {
  let reported: object[];
  let applied: number;
  let runner: TrialRunner;

  function make(behaviour: string, trial: Trial = TRIAL, script = SCRIPT): void {
    reported = [];
    applied = 0;
    runner = new TrialRunner({
      script,
      config: { behaviour, trial },
      clock: () => 7,
      onApplied: async () => {
        applied += 1;
      },
      report: (trouble) => reported.push(trouble),
    });
  }
  afterEach(() => runner.close());

  async function until<Kind extends TrialState['kind']>(kind: Kind): Promise<TrialState> {
    while (runner.state().kind !== kind) await new Promise((resolve) => setTimeout(resolve, 10));
    return runner.state();
  }

  const begin = () => runner.start({ subject: 'suggestions', last: 10 });

  for (const [name, behaviour, script] of [
    ['falls over', 'crash', SCRIPT],
    ['throws', 'throw', SCRIPT],
    ['cannot be started', 'answer', '/nothing/here.mjs'],
  ] as const) {
    it(`outlives a process that ${name}, says so, and can begin again`, async () => {
      make(behaviour, TRIAL, script);
      expect(begin()).to.equal(true);
      expect(await until('failed')).to.deep.equal({
        kind: 'failed',
        trouble: { kind: 'crashed' },
      });
      expect(reported).to.have.length(1);
      expect(JSON.stringify(reported)).not.to.contain('patient');
      expect(begin()).to.equal(true);
    });
  }

  it('does one at a time', async () => {
    make('hang');
    expect([begin(), begin()]).to.deep.equal([true, false]);
    expect(runner.apply('olga')).to.equal(false);
  });

  it('ends a process with all that it started, when stopped and when the server ends', async () => {
    for (const end of [() => runner.stop(), () => runner.close()]) {
      make('hang');
      begin();
      while (grandchild() === null) await new Promise((resolve) => setTimeout(resolve, 10));
      const pid = grandchild() ?? 0;
      expect(isAlive(pid)).to.equal(true);
      await end();
      expect(runner.state()).to.deep.equal({ kind: 'failed', trouble: { kind: 'stopped' } });
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  /** Its progress is the id of the process that it started. */
  function grandchild(): number | null {
    const state = runner.state();
    return state.kind === 'trying' ? (state.progress?.done ?? null) : null;
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  it('applies what was tried, once, and has it taken in', async () => {
    make('answer');
    begin();
    expect(await until('tried')).to.deep.equal({ kind: 'tried', trial: TRIAL, at: 7 });
    expect(runner.apply('olga')).to.equal(true);
    await until('applied');
    expect(applied).to.equal(1);
    expect(runner.apply('olga')).to.equal(false);
  });

  it('applies nothing by which an urgent message would be lost, nor what is no suggestion', async () => {
    const lost = { ...TRIAL, counts: { ...TRIAL.counts, 'urgent-lost': 1 } };
    for (const trial of [lost, { ...TRIAL, subject: 'folder' as const }]) {
      make('answer', trial);
      begin();
      await until('tried');
      expect(runner.apply('olga')).to.equal(false);
    }
    expect(applied).to.equal(0);
  });
});
