import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { loadContent } from '../content/load.ts';
import type { Content } from '../core/guide.ts';
import { makeRedact } from '../core/redact.ts';
import { openStoresOf } from '../open-stores.ts';
import type { ConversationFilter } from '../storage/staff-store.ts';
import { toBotTranscript } from '../transcripts/bot-transcript.ts';
import {
  type ExportedConversation,
  type ExportSource,
  maskExported,
  readExported,
} from '../transcripts/exported.ts';
import { toJson } from '../transcripts/json.ts';
import { toCsv } from '../transcripts/tables.ts';
import { MASKS } from './masks.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/**
 * `npm run export`: conversations as CSV (a row each, or a row a message), as JSON, or as Bot
 * Framework transcripts, one file each, in the folder OUT. Names, numbers and addresses are taken
 * out unless `--full` is given. Days are in UTC; `--until` is the first day left out.
 */
const USAGE =
  'npm run export -- --format conversations|messages|json|transcript --output OUT [--from DAY] [--until DAY] [--full]';

type Format = 'conversations' | 'messages' | 'json' | 'transcript';

await runCommand(USAGE, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      format: { type: 'string' },
      output: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      full: { type: 'boolean' },
    },
  });
  const format = readFormat(values.format);
  if (!values.output) throw new UsageError('say where to write with --output');
  const filter = readDays(values.from, values.until);
  const config = commandConfig();
  const content = await loadContent(config.contentDirectory);
  const { store, staff } = await openStoresOf(config);
  try {
    const event = { at: Date.now(), actor: 'system', action: 'export' } as const;
    await staff.appendAudit({ ...event, subject: null, outcome: 'done' });
    const read = conversations({ store, staff }, filter, content, values.full ?? false);
    await write(format, read, content, values.output);
    return 0;
  } finally {
    await store.close();
  }
});

function readFormat(format: string | undefined): Format {
  switch (format) {
    case 'conversations':
    case 'messages':
    case 'json':
    case 'transcript':
      return format;
    default:
      throw new UsageError('the format is conversations, messages, json or transcript');
  }
}

function readDays(from: string | undefined, until: string | undefined): ConversationFilter {
  return {
    ...(from !== undefined && { from: readDay(from) }),
    ...(until !== undefined && { until: readDay(until) }),
  };
}

function readDay(day: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new UsageError(`${day} is no day like 2026-11-22`);
  return at;
}

async function* conversations(
  source: ExportSource,
  filter: ConversationFilter,
  content: Content,
  full: boolean,
): AsyncGenerator<ExportedConversation> {
  const patterns = content.privateRules.map(({ pattern }) => pattern);
  const spare = [content.clinic.phone];
  for await (const exported of readExported(source, filter)) {
    const { names } = exported;
    const mask = makeRedact({ masks: MASKS, names, patterns, spare });
    yield full ? exported : maskExported(exported, mask);
  }
}

async function write(
  format: Format,
  read: AsyncIterable<ExportedConversation>,
  content: Content,
  output: string,
): Promise<void> {
  if (format !== 'transcript') {
    const pieces = format === 'json' ? toJson(read) : toCsv(format, read);
    await pipeline(Readable.from(pieces), createWriteStream(output, { mode: 0o600 }));
    return;
  }
  await mkdir(output, { recursive: true });
  for await (const exported of read) {
    const file = `${encodeURIComponent(exported.summary.id)}.transcript`;
    const text = toBotTranscript(exported, content.messages);
    await writeFile(path.join(output, file), text, { mode: 0o600 });
  }
}
