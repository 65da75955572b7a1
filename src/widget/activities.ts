/** What the chat reads of a Direct Line activity; anything else in it is left alone. */
export interface ShownActivity {
  readonly id: string;
  readonly type: string;
  readonly role: 'visitor' | 'assistant';
  readonly text: string;
  /** The visitor's own id for a message, echoed by the server. */
  readonly clientId: string | null;
  readonly reply: ShownReply | null;
}

/** A reply of the assistant, from `channelData.footnote`. */
export interface ShownReply {
  readonly kind: string;
  readonly text: string;
  readonly footnotes: readonly ShownFootnote[];
  readonly choices: readonly string[];
  readonly entry: string | null;
  readonly draft: boolean;
}

export interface ShownFootnote {
  readonly number: number;
  readonly text: string;
  readonly url: string | null;
}

/** A page of activities: the body of a GET and the text of a WebSocket frame. */
export interface ActivitySet {
  readonly activities: readonly ShownActivity[];
  readonly watermark: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

export function readActivitySet(data: unknown): ActivitySet {
  const set = fields(data);
  const activities = list(set.activities).flatMap((item) => readActivity(fields(item)));
  return { activities, watermark: text(set.watermark) };
}

function readActivity(activity: Fields): ShownActivity[] {
  const id = text(activity.id);
  if (id === null) return [];
  const channelData = fields(activity.channelData);
  const from = fields(activity.from);
  return [
    {
      id,
      type: text(activity.type) ?? '',
      role: from.role === 'bot' ? 'assistant' : 'visitor',
      text: text(activity.text) ?? '',
      clientId: text(channelData.clientActivityID),
      reply: channelData.footnote === undefined ? null : readReply(fields(channelData.footnote)),
    },
  ];
}

function readReply(reply: Fields): ShownReply {
  return {
    kind: text(reply.kind) ?? 'say',
    text: text(reply.text) ?? '',
    footnotes: list(reply.footnotes).map((item) => readFootnote(fields(item))),
    choices: list(reply.choices).flatMap((item) => text(item) ?? []),
    entry: text(reply.entry),
    draft: reply.draft === true,
  };
}

function readFootnote(footnote: Fields): ShownFootnote {
  return {
    number: typeof footnote.number === 'number' ? footnote.number : 0,
    text: text(footnote.text) ?? '',
    url: text(footnote.url),
  };
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
