import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  mayBeApplied,
  type TrialNews,
  type TrialOrder,
  type TrialState,
  type Trials,
  type TrialTask,
} from './trial.ts';

export interface TrialRunnerOptions {
  /** The program of the process; it is sent a `TrialTask` with `config` beside it. */
  readonly script: string;
  readonly config: object;
  readonly clock: () => number;
  /** Called when content was written, to take it in. It reports its own trouble. */
  readonly onApplied: () => Promise<void>;
  /** Told when a process ended without a result; never with anybody's words. */
  readonly report: (trouble: object) => void;
}

/**
 * Tries changes in a process of its own, so that the server neither waits nor falls with it. One at
 * a time; the result stays until the next one, or until the server ends.
 */
export class TrialRunner implements Trials {
  readonly #options: TrialRunnerOptions;
  #state: TrialState = { kind: 'none' };
  #child: ChildProcess | null = null;

  constructor(options: TrialRunnerOptions) {
    this.#options = options;
  }

  state(): TrialState {
    return this.#state;
  }

  start(order: TrialOrder): boolean {
    if (this.#child !== null) return false;
    this.#state = { kind: 'trying', order, progress: null };
    this.#begin({ kind: 'try', order });
    return true;
  }

  apply(actor: string): boolean {
    const state = this.#state;
    if (this.#child !== null || state.kind !== 'tried' || !mayBeApplied(state.trial)) return false;
    const { base, version, suggestions } = state.trial;
    this.#state = { kind: 'applying', trial: state.trial };
    this.#begin({ kind: 'apply', tried: { base, version, suggestions }, actor });
    return true;
  }

  stop(): void {
    if (this.#state.kind !== 'trying') return;
    const child = this.#child;
    this.#finish({ kind: 'failed', trouble: { kind: 'stopped' } });
    if (child?.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }

  /** For the end of the server: a trial is cut off, files that are being written are finished. */
  async close(): Promise<void> {
    this.stop();
    if (this.#child !== null) await once(this.#child, 'exit');
  }

  #begin(task: TrialTask): void {
    const { script, config } = this.#options;
    // The leader of a group of its own, so that the processes it starts can be ended with it.
    const child = fork(script, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child = child;
    child.on('message', (news: TrialNews) => this.#hear(child, news));
    child.on('error', () => this.#lose(child, 'not started'));
    child.once('exit', (code, signal) => this.#lose(child, signal ?? String(code)));
    child.send({ ...task, config });
  }

  #hear(child: ChildProcess, news: TrialNews): void {
    if (this.#child !== child) return;
    const { clock, onApplied, report } = this.#options;
    const state = this.#state;
    if (news.kind === 'progress') {
      if (state.kind === 'trying') this.#state = { ...state, progress: news.progress };
    } else if (news.kind === 'tried') {
      this.#finish({ kind: 'tried', trial: news.trial, at: clock() });
    } else if (news.kind === 'trouble') {
      this.#finish({ kind: 'failed', trouble: news.trouble });
    } else if (news.kind === 'crashed') {
      report(news.error);
      this.#finish({ kind: 'failed', trouble: { kind: 'crashed' } });
    } else if (state.kind === 'applying') {
      this.#finish({ kind: 'applied', trial: state.trial, at: clock() });
      void onApplied();
    }
  }

  /** The process waits to be let go, so that it never ends before its last word is heard. */
  #finish(state: TrialState): void {
    const child = this.#child;
    this.#state = state;
    this.#child = null;
    if (child?.connected) child.disconnect();
  }

  /** Its process ended without a last word. */
  #lose(child: ChildProcess, ending: string): void {
    if (this.#child !== child) return;
    this.#options.report({ ending });
    this.#finish({ kind: 'failed', trouble: { kind: 'crashed' } });
  }
}
