import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { TrialConfig } from '../../src/commands/trial-process.ts';
import { temporaryDirectory } from '../helpers/guide.ts';
import { learnedSmallContent } from '../helpers/small-content.ts';

const SCRIPT = fileURLToPath(new URL('../../src/commands/trial-process.ts', import.meta.url));

describe('The process of a trial', () => {
  it('ends at once when the server that started it is gone', async () => {
    const root = await temporaryDirectory();
    await cp(await learnedSmallContent(), root, { recursive: true });
    // Nothing is learned here yet, so that it is at work for a while.
    const dataDirectory = path.join(root, 'other');
    const config: TrialConfig = {
      contentDirectory: root,
      searchDirectory: dataDirectory,
      dataDirectory,
      keyFile: path.join(dataDirectory, 'key'),
      databaseUrl: null,
      signedOnly: false,
    };
    const child = fork(SCRIPT, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.send({ kind: 'try', order: { subject: 'folder', last: 10 }, config });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).to.deep.equal([null, 'SIGKILL']);
    await rm(root, { recursive: true, force: true });
  });
});
