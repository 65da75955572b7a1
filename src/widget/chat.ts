import type { ActivitySet, ShownActivity } from './activities.ts';
import { DirectLineClient } from './direct-line-client.ts';
import { type FrameMessage, readFrameMessage } from './frame.ts';
import { readSettings } from './settings.ts';
import { View } from './view.ts';

/** The chat in its frame or on its own page: joins what is drawn to what is sent. */

interface Waiting {
  readonly text: string;
  readonly activity: Readonly<Record<string, unknown>>;
}

const settings = readSettings();
const { labels } = settings;
const framed = window.parent !== window;
const visitor = { id: 'visitor', role: 'user' };
const seen = new Set<string>();
const waiting = new Map<string, Waiting>();
let asked = 0;
let online = true;
let started = false;

const view = new View(document.getElementById('chat') ?? document.body, settings, framed, {
  send(text) {
    const clientId = crypto.randomUUID();
    waiting.set(clientId, { text, activity: message(clientId, text) });
    view.mine(clientId, text, false);
    void deliver(clientId);
  },
  retry: (clientId) => void deliver(clientId),
  vote(reply, helpful) {
    void client.post(event('vote', { reply, helpful }, crypto.randomUUID())).catch(() => undefined);
  },
  restart() {
    seen.clear();
    waiting.clear();
    started = false;
    view.clear();
    void client.restart();
    view.focusInput();
  },
  close: () => tellPage({ footnote: 'close' }),
});

const client = new DirectLineClient(settings.directLine, {
  activities: take,
  online(yes) {
    online = yes;
    showStatus();
    if (yes) begin();
    if (yes) for (const clientId of waiting.keys()) void deliver(clientId);
  },
});

/** `/chat?start=aftercare` begins a dialog once in a conversation, however often it is reloaded. */
function begin(): void {
  if (settings.start === null || started) return;
  started = true;
  const id = `start-${settings.start}`;
  void client.post(event('start', { flow: settings.start }, id)).catch(() => {
    started = false;
  });
}

async function deliver(clientId: string): Promise<void> {
  const entry = waiting.get(clientId);
  if (!entry) return;
  view.mine(clientId, entry.text, false);
  asked += 1;
  showStatus();
  try {
    await client.post(entry.activity);
    waiting.delete(clientId);
    view.mine(clientId, entry.text, true);
  } catch {
    view.failed(clientId);
  } finally {
    asked -= 1;
    showStatus();
  }
}

function take(set: ActivitySet): void {
  for (const activity of set.activities) {
    if (seen.has(activity.id)) continue;
    seen.add(activity.id);
    show(activity);
  }
}

function show(activity: ShownActivity): void {
  if (activity.type !== 'message') return;
  if (activity.role === 'assistant') {
    view.reply(activity);
    tellPage({ footnote: 'reply' });
    return;
  }
  const clientId = activity.clientId ?? activity.id;
  waiting.delete(clientId);
  view.mine(clientId, activity.text, true);
}

function showStatus(): void {
  view.status(online ? (asked > 0 ? labels.typing : '') : labels.offline);
}

function message(clientId: string, text: string): Readonly<Record<string, unknown>> {
  return {
    type: 'message',
    text,
    from: visitor,
    locale: 'en',
    channelData: { clientActivityID: clientId },
  };
}

function event(name: string, value: unknown, clientId: string): Readonly<Record<string, unknown>> {
  return { type: 'event', name, value, from: visitor, channelData: { clientActivityID: clientId } };
}

function tellPage(message: FrameMessage): void {
  if (!framed) return;
  for (const origin of settings.allowedOrigins) window.parent.postMessage(message, origin);
}

window.addEventListener('message', (received) => {
  if (received.source !== window.parent || !settings.allowedOrigins.includes(received.origin))
    return;
  if (readFrameMessage(received.data)?.footnote === 'opened') view.focusInput();
});

void client.connect();
if (!framed) view.focusInput();
