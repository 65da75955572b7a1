import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { Activity } from 'botbuilder-core';
import { ASSISTANT } from './activity.ts';
import { type BotDeps, FootnoteBot, type Place } from './bot.ts';
import { InProcessAdapter } from './in-process-adapter.ts';

export interface TerminalDeps extends BotDeps {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** False for `NO_COLOR`, or where the output is no terminal. */
  readonly color: boolean;
}

const place: Place = {
  channel: 'terminal',
  conversation: ({ activity }) => activity.conversation.id,
  attached: () => null,
};

const PROMPT = '> ';
const style = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const bold = style(1);
const dim = style(2);

/**
 * A conversation in a terminal with the same bot that the website has: one line is one message.
 * Resolves when the input ends.
 */
export async function chatInTerminal(deps: TerminalDeps): Promise<void> {
  const { input, output } = deps;
  const bot = new FootnoteBot(deps, place);
  const adapter = new TerminalAdapter(deps);
  const conversation = { id: randomUUID(), name: '', isGroup: false, conversationType: '' };
  const visitor = { id: 'visitor', name: '' };
  const base = { channelId: 'terminal', conversation, from: visitor, recipient: ASSISTANT };
  await adapter.receive(bot, { ...base, type: 'conversationUpdate', membersAdded: [visitor] });
  const lines = createInterface({ input, output, prompt: PROMPT });
  lines.prompt();
  for await (const text of lines) {
    await adapter.receive(bot, { ...base, type: 'message', id: randomUUID(), text });
    lines.prompt();
  }
}

class TerminalAdapter extends InProcessAdapter {
  readonly #output: NodeJS.WritableStream;
  readonly #color: boolean;

  constructor({ output, color }: TerminalDeps) {
    super();
    this.#output = output;
    this.#color = color;
  }

  protected override deliver(activities: readonly Partial<Activity>[]): void {
    for (const activity of activities) this.#output.write(`\n${this.#draw(activity)}\n`);
    this.#output.write('\n');
  }

  /** The words, and beneath them what can be answered by typing it. */
  #draw({ text = '', suggestedActions }: Partial<Activity>): string {
    const choices = (suggestedActions?.actions ?? []).map(({ title }) => `  * ${title}`);
    const plain = drawMarkdown(text, this.#color ? bold : (words) => words);
    return [plain, ...choices.map((line) => (this.#color ? dim(line) : line))].join('\n');
  }
}

/** The little Markdown that replies use: bold, emphasis, links. */
function drawMarkdown(text: string, strong: (words: string) => string): string {
  return text
    .replace(/\*\*(.+?)\*\*/g, (_, words: string) => strong(words))
    .replace(/(?<![\w*])_([^_\n]+)_(?!\w)/g, '$1')
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '$1 ($2)')
    .replace(/<(https?:[^>\s]+)>/g, '$1');
}
