import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const lines = z.array(z.string().min(1)).min(1);
const weights = z.record(z.string(), z.number().positive());

const schema = z.strictObject({
  asked: weights,
  rising: weights,
  unhelpful: z.array(z.string()),
  unanswered: z
    .array(
      z.strictObject({
        share: z.number().positive(),
        entry: z.string().optional(),
        wordings: lines,
      }),
    )
    .min(1),
  urgent: lines,
  offTopic: lines,
  private: lines,
  booking: lines,
  person: lines,
  prepare: lines,
  thanks: lines,
  greetings: lines,
  afterUrgent: lines,
  agrees: lines,
  corrections: lines,
  cancels: lines,
  names: lines,
  firstNames: lines,
  lastNames: lines,
  times: lines,
  words: z.record(z.string(), lines).and(z.object({ else: lines })),
  staff: z.strictObject({
    notes: lines,
    drafts: z.array(
      z.strictObject({
        entry: z.string(),
        title: z.string(),
        phrasings: lines,
        body: z.string(),
      }),
    ),
  }),
});

/** What made-up visitors and staff say: `visitors.yaml` beside this file. */
export type DemoWords = z.infer<typeof schema>;

/** @throws ZodError when the file beside this one was edited into another shape. */
export async function readDemoWords(): Promise<DemoWords> {
  return schema.parse(parse(await readFile(new URL('visitors.yaml', import.meta.url), 'utf8')));
}
