import { writeSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { makeRelay } from '../../src/delivery/outbox.ts';
import { webhookDestination } from '../../src/delivery/webhook.ts';
import { openStore, type StoreOptions } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { openVault } from '../../src/storage/vault.ts';
import { answeredTurn, bookingTurn, conversationAt } from '../helpers/turns.ts';

/*
 * A server in small, made to be killed: visitors book in several lanes while the relay delivers. It
 * tells what it tries and what it has acknowledged, each before anything else can happen.
 */

export interface WriterOrders {
  readonly at: Omit<StoreOptions, 'vault'>;
  readonly keyFile: string;
  readonly hook: { readonly url: string; readonly secret: string };
  /** Different for every writer. */
  readonly run: number;
  readonly lanes: number;
  /** Conversations whose confirmation was never answered: their visitors press again. */
  readonly again: readonly string[];
}

// They come when the writer before has been killed; until then this one only starts up.
const orders = (await json(process.stdin)) as WriterOrders;
const store = await openStore({ ...orders.at, vault: await openVault(orders.keyFile) });
makeRelay({
  store,
  destinations: [webhookDestination({ ...orders.hook, allowPrivate: false }, Date.now)],
  report: () => undefined,
  clock: Date.now,
  chance: Math.random,
  pause: 5,
}).start();

for (const conversation of orders.again) {
  await confirm(store, conversation, `DN-again-${orders.run}-${conversation}`);
}
await Promise.all(Array.from({ length: orders.lanes }, (_, lane) => book(lane)));

async function book(lane: number): Promise<void> {
  for (let visitor = 0; ; visitor++) {
    const conversation = `run${orders.run}-lane${lane}-${visitor}`;
    const question = answeredTurn(conversationAt(conversation, 1), 'm1', 'how long will I be sore');
    await store.saveTurn(question);
    await confirm(store, conversation, `DN-${orders.run}-${lane}-${visitor}`);
  }
}

async function confirm(store: Store, conversation: string, reference: string): Promise<void> {
  tell('try', conversation);
  const { lines } = await store.saveTurn(
    bookingTurn(conversationAt(conversation, 2), 'confirm', reference),
  );
  const reply = lines.find((line) => line.from === 'assistant');
  const shown = reply?.from === 'assistant' ? reply.reply.text : '';
  tell('acknowledged', conversation, /DN-[\w-]+/.exec(shown)?.[0] ?? '');
}

/** Straight to the pipe: what was told survives the teller. */
function tell(...words: readonly string[]): void {
  writeSync(1, `${words.join(' ')}\n`);
}
