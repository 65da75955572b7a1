import type { z } from 'zod';
import { entrySchema } from './schema.ts';
import { type Parsed, parseYaml } from './yaml.ts';

/** The front matter of one `knowledge/*.md` file and the Markdown beneath it. */
export interface EntryFile {
  readonly front: z.infer<typeof entrySchema>;
  readonly body: string;
  /** Line of the file on which the body begins. */
  readonly bodyLine: number;
}

const FENCE = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Splits and checks one entry file; problems name the line of the file. */
export function parseEntryFile(file: string, text: string): Parsed<EntryFile> {
  const match = FENCE.exec(text);
  if (match === null) {
    const message = 'must begin with front matter between two lines of ---';
    return {
      ok: false,
      problems: [{ severity: 'error', rule: 'schema', file, line: 1, field: '', message }],
    };
  }
  const [whole, yaml = ''] = match;
  const front = parseYaml({ file, text: yaml, firstLine: 2 }, entrySchema);
  if (!front.ok) return front;
  const bodyLine = whole.split('\n').length;
  const value = { front: front.value, body: text.slice(whole.length).trim(), bodyLine };
  return { ok: true, value, lineOf: front.lineOf };
}
