import { z } from 'zod';
import { scopeNames } from '../core/screen/compile.ts';

/** The shape of the files of `dialogs/urgent/`. Messages say what would be right. */

const line = z.string().trim().min(1, 'must not be empty');
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, like chest-pain');
/** One expression or several set apart by commas; or a list of such lines. */
const expressions = z.union([line.transform((text) => [text]), z.array(line)]);
const level = z.enum(
  ['emergency', 'same-day', 'contact'],
  'must be emergency, same-day or contact',
);

export const conceptsSchema = z.strictObject({
  fillers: line.transform((text) => text.split(/\s+/)),
  concepts: z.record(id, expressions),
  idioms: expressions,
  scopes: z.record(z.enum(scopeNames), expressions),
  remembered: z.array(id),
});

export const realWordsSchema = z.strictObject({
  words: line.transform((text) => text.split(/\s+/)),
});

export const ruleSchema = z
  .strictObject({
    id,
    row: z.string().regex(/^C\d+$/, 'must be a row of the table, like C1'),
    level,
    priority: z.int('must be a whole number; the lowest wins').min(1).max(999),
    title: line,
    sources: z.array(
      z.string().regex(/^[A-Z]\d+$/, 'must be an id of knowledge/sources.yaml, like S48'),
    ),
    status: z.enum(['draft', 'signed'], 'must be draft or signed'),
    reviewer: line.nullable(),
    reviewed: z.iso.date('must be a date like 2026-11-22').nullable(),
    signs: line,
    message: line,
    when: expressions.default([]),
    always: expressions.default([]),
    unless: expressions.default([]),
    topic: expressions.default([]),
    settled: z
      .enum(
        ['emergency', 'same-day', 'contact', 'silent'],
        'must be a level or silent: what the sign counts for once it is over',
      )
      .nullable()
      .default(null),
    counts: z
      .array(z.enum(['past', 'asked'], 'must be past or asked: what fires all the same'))
      .default([]),
    fires: z.array(line).min(20, 'needs at least 20 messages that must trigger it'),
    silent: z
      .array(
        z.union([
          line.transform((text) => ({ text, instead: null })),
          z.strictObject({ text: line, instead: id }),
        ]),
      )
      .min(15, 'needs at least 15 messages that must not trigger it'),
    asks: z.array(line).default([]),
  })
  .refine(({ when, always }) => when.length + always.length > 0, {
    path: ['when'],
    message: 'needs at least one expression, here or under always',
  })
  .refine(({ status, reviewer, reviewed }) => status === 'draft' || (reviewer && reviewed), {
    path: ['status'],
    message: 'a signed rule needs reviewer (name and registration) and reviewed (date)',
  });
