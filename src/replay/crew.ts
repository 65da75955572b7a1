import { type ChildProcess, fork } from 'node:child_process';
import type { Verdict } from './judge.ts';
import type { Bench } from './replay.ts';

/** A process that judged turns ended before it was done. */
export class CrewError extends Error {
  override readonly name = 'CrewError';
  readonly code = 'replay_worker_lost';
}

/** Processes that judge turns side by side. `close` ends them. */
export interface Crew extends Bench {
  close(): void;
}

/**
 * Starts `size` processes of `script`. Each is sent `order` first and then batches of turns, and
 * answers each batch with its verdicts, in turn.
 */
export function openCrew(script: string, order: object, size: number): Crew {
  const workers = Array.from({ length: size }, () => new Worker(script, order));
  let next = 0;
  return {
    // Each has one batch in hand and one waiting.
    width: size * 2,
    judge(turns) {
      const worker = workers[next % size];
      next += 1;
      return worker ? worker.ask(turns) : Promise.reject(new CrewError('a crew of nobody'));
    },
    close() {
      for (const worker of workers) worker.end();
    },
  };
}

interface Waiting {
  resolve(verdicts: readonly Verdict[]): void;
  reject(error: Error): void;
}

class Worker {
  readonly #child: ChildProcess;
  readonly #waiting: Waiting[] = [];
  #gone = false;

  constructor(script: string, order: object) {
    this.#child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child.on('message', (verdicts: readonly Verdict[]) => {
      this.#waiting.shift()?.resolve(verdicts);
    });
    this.#child.on('error', () => this.#lose());
    this.#child.on('exit', () => this.#lose());
    this.#child.send(order);
  }

  ask(turns: object): Promise<readonly Verdict[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#gone) this.#lose();
      else this.#child.send(turns);
    });
  }

  end(): void {
    this.#child.kill();
  }

  #lose(): void {
    this.#gone = true;
    for (const one of this.#waiting.splice(0)) one.reject(new CrewError('a process ended early'));
  }
}
