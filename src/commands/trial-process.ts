import { setPriority } from 'node:os';
import type { Config } from '../config.ts';
import { ContentError, describeProblem } from '../content/problems.ts';
import { describeError } from '../log.ts';
import { openStoresOf } from '../open-stores.ts';
import type { TrialNews, TrialTask } from '../replay/trial.ts';
import { applyTried, tryOrder } from './trial.ts';

/** The settings that a trial needs. */
export type TrialConfig = Pick<
  Config,
  | 'contentDirectory'
  | 'searchDirectory'
  | 'signedOnly'
  | 'databaseUrl'
  | 'dataDirectory'
  | 'keyFile'
>;

type Message = TrialTask & { readonly config: TrialConfig };

/*
 * The process in which a server tries and applies a change of the content. It is told once what to
 * do, says its last word, and ends when the server lets it go.
 */

/** Patients come first: it takes what the server leaves over. */
setPriority(10);

/** True while nothing would be lost if it ended: files that are being written are written out. */
let isTrying = false;

process.once('message', async (message: Message) => {
  isTrying = message.kind === 'try';
  const last = await lastWord(message);
  isTrying = false;
  tell(last);
});

// A server that died must leave no trial at work, nor what the trial started.
process.on('disconnect', () => {
  if (isTrying) process.kill(-process.pid, 'SIGKILL');
});

async function lastWord(message: Message): Promise<TrialNews> {
  try {
    const { store, staff } = await openStoresOf(message.config);
    try {
      return await work(message, staff);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof ContentError)) return { kind: 'crashed', error: describeError(error) };
    const { problems } = error;
    if (problems.some(({ rule }) => rule === 'stale')) {
      return { kind: 'trouble', trouble: { kind: 'stale' } };
    }
    const lines = problems.map(describeProblem);
    return { kind: 'trouble', trouble: { kind: 'unsound', problems: lines } };
  }
}

type Staff = Awaited<ReturnType<typeof openStoresOf>>['staff'];

async function work(message: Message, staff: Staff): Promise<TrialNews> {
  const parts = { config: message.config, staff, clock: Date.now };
  if (message.kind === 'try') {
    const onProgress = (progress: Extract<TrialNews, { kind: 'progress' }>['progress']) =>
      tell({ kind: 'progress', progress });
    return { kind: 'tried', trial: await tryOrder(parts, message.order, onProgress) };
  }
  await applyTried(parts, message.tried, message.actor);
  return { kind: 'applied' };
}

function tell(news: TrialNews): void {
  if (process.connected) process.send?.(news);
}
