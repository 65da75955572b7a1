import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/* Stands in for the process of a trial: it does what its `config` says. */
process.once('message', ({ kind, config }) => {
  const { behaviour, trial } = config;
  if (behaviour === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (behaviour === 'throw') throw new Error('a patient wrote this');
  if (behaviour === 'hang') {
    const child = fork(fileURLToPath(import.meta.url));
    process.send({ kind: 'progress', progress: { stage: 'deciding', done: child.pid, all: 1 } });
  }
  if (behaviour === 'answer') {
    process.send(kind === 'try' ? { kind: 'tried', trial } : { kind: 'applied' });
  }
});
// Waits until it is let go.
process.on('disconnect', () => undefined);
setInterval(() => process.connected || process.exit(), 20);
