import { randomUUID } from 'node:crypto';
import { chatInTerminal } from '../channels/terminal.ts';
import { decide } from '../core/decide.ts';
import { describeError } from '../log.ts';
import { openGuide } from '../open-guide.ts';
import { openStoresOf } from '../open-stores.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand } from './run.ts';

/** `npm run chat`: a conversation in the terminal, saved like any other. */
void runCommand('npm run chat', async () => {
  const config = commandConfig();
  const guide = await openGuide(config, showProgress);
  const { store } = await openStoresOf(config);
  try {
    await chatInTerminal({
      store,
      decide: (conversation, message, draw) => decide(guide, conversation, message, draw),
      contentVersion: () => guide.content.version,
      messages: () => guide.content.messages,
      clock: Date.now,
      chance: () => randomUUID().replaceAll('-', '').toUpperCase(),
      report: (error, what) => console.error(what, describeError(error)),
      input: process.stdin,
      output: process.stdout,
      color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    });
  } finally {
    await store.close();
  }
  return 0;
});
