import type { Footnote, Reply } from './conversation.ts';
import type { Content, Entry } from './guide.ts';
import type { Messages } from './messages.ts';

/** How an entry is shown: source marks become numbers in order of first use. */
export function showEntry(content: Content, entry: Entry, choices: readonly string[]): Reply {
  const order: string[] = [];
  const text = entry.body.replace(/\s*\[\^([A-Z]\d+)\]/g, (_, id: string) => {
    if (!order.includes(id)) order.push(id);
    return `[${order.indexOf(id) + 1}]`;
  });
  return {
    kind: 'answer',
    text,
    footnotes: order.flatMap((id, index) => footnote(content, entry, id, index + 1)),
    choices,
    entry: entry.id,
    draft: entry.status === 'draft',
  };
}

function footnote(content: Content, entry: Entry, id: string, number: number): Footnote[] {
  const source = content.sources.get(id);
  if (source === undefined) return [];
  const supports = entry.sources.find((listed) => listed.id === id)?.supports ?? '';
  const { text, url } = source;
  return [{ number, source: id, text, supports, ...(url === undefined ? {} : { url }) }];
}

/** A plain reply without footnotes. */
export function say(text: string, choices: readonly string[] = []): Reply {
  return { kind: 'say', text, footnotes: [], choices, entry: null, draft: false };
}

/** A fixed safety message. */
export function urgentReply(text: string): Reply {
  return { ...say(text), kind: 'urgent' };
}

/**
 * All the words of a reply as one Markdown text, for clients that know nothing of footnotes: the
 * answer, its sources, what it is not, and that it is a draft.
 */
export function fullText(reply: Reply, messages: Messages): string {
  if (reply.kind !== 'answer') return reply.text;
  const parts = [reply.text];
  if (reply.footnotes.length > 0) {
    const list = reply.footnotes.map(({ number, text, url }) => `${number}. ${link(text, url)}`);
    parts.push(`**${messages.sources}**`, list.join('\n'));
  }
  parts.push(`_${messages.notice}_`);
  if (reply.draft) parts.push(`_${messages.draft}_`);
  return parts.join('\n\n');
}

function link(text: string, url: string | undefined): string {
  return url === undefined ? text : `${text} <${url}>`;
}
