import { z } from 'zod';
import {
  commandNames,
  flowLabelNames,
  flowTextNames,
  problemCodes,
  timeWordNames,
} from '../core/flow/words.ts';
import { needsReviewer, signedByWhom, signOff } from './schema.ts';

/** The shape of `dialogs/flows/*.yaml`. `docs/dialogs.md` tells the same in words. */

const id = z
  .string('must be a short name, like preferred-day')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be lower-case words joined by hyphens, like preferred-day',
  );
const line = z.string('must be a text; put it in quotes').trim().min(1, 'must not be empty');
const lines = z.array(line, 'must be a list of texts');

/** One text, or several that are used one after the other; the last one stays. */
const wording = z
  .union(
    [line, lines.min(1)],
    'must be a text, or a list of texts: the second is used the second time',
  )
  .transform((value) => (typeof value === 'string' ? [value] : value));

const option = z.strictObject({
  id,
  label: line,
  words: lines.default([]),
  goto: id.optional(),
  urgent: id.optional(),
  only: z.boolean().default(false),
});

const answers = [
  'text',
  'choice',
  'yes-no',
  'date-time',
  'phone',
  'email',
  'phone-or-email',
  'name',
  'number',
] as const;

const ask = z.strictObject({
  id,
  kind: z.literal('ask'),
  answer: z.enum(answers, `must be one of ${answers.join(', ')}`),
  label: z.string().default(''),
  text: wording,
  help: wording.optional(),
  why: line.optional(),
  optional: z.boolean('must be true or false').default(false),
  several: z.boolean('must be true or false').default(false),
  free: z.boolean('must be true or false').default(false),
  change: lines.default([]),
  options: z.array(option).default([]),
  least: z.number().optional(),
  most: z.number().optional(),
  goto: id.optional(),
});

const requests = ['booking', 'message', 'call-back', 'aftercare'] as const;

const save = z.strictObject({
  id,
  kind: z.literal('save'),
  request: z.enum(requests, `must be one of ${requests.join(', ')}`),
  name: id.optional(),
  contact: z.array(id).min(1, 'needs the step that asks for a phone number or e-mail address'),
  times: id.optional(),
  details: z
    .array(
      z.strictObject({
        slot: id,
        when: z.strictObject({ slot: id, is: lines.min(1) }).optional(),
      }),
    )
    .default([]),
  goto: id.optional(),
});

const kinds = ['ask', 'say', 'branch', 'confirm', 'save', 'hand-over', 'urgent', 'end'];

export const stepSchema = z.discriminatedUnion(
  'kind',
  [
    ask,
    save,
    z.strictObject({
      id,
      kind: z.literal('say'),
      text: line,
      sources: z.array(z.strictObject({ id: z.string(), supports: line })).default([]),
      goto: id.optional(),
    }),
    z.strictObject({
      id,
      kind: z.literal('branch'),
      on: id,
      cases: z.record(z.string(), id, 'must be a list of answer: step'),
      otherwise: id,
    }),
    z.strictObject({ id, kind: z.literal('confirm'), text: line, goto: id.optional() }),
    z.strictObject({
      id,
      kind: z.literal('hand-over'),
      text: line.optional(),
      flow: id.optional(),
    }),
    z.strictObject({ id, kind: z.literal('urgent'), rule: id }),
    z.strictObject({ id, kind: z.literal('end'), text: line, choices: lines.default([]) }),
  ],
  { error: `kind must be one of ${kinds.join(', ')}` },
);

export type StepFile = z.infer<typeof stepSchema>;

export const flowSchema = z
  .strictObject({
    id,
    title: line,
    ...signOff,
    health: z.boolean('must be true or false'),
    carried: z.array(z.strictObject({ slot: id, label: line })).default([]),
    phrasings: lines.min(1, 'needs at least one phrasing'),
    tests: lines.min(1, 'needs at least one test question'),
    steps: z.array(stepSchema).min(1, 'needs at least one step'),
  })
  .refine(signedByWhom, needsReviewer);

export type FlowFile = z.infer<typeof flowSchema>;

export const flowWordsSchema = z
  .strictObject({
    ...signOff,
    resumeAfterMinutes: z.number().positive(),
    tries: z.int().min(1),
    personFlow: id,
    commands: z.record(z.enum(commandNames), lines),
    changeBefore: lines,
    changeAfter: lines,
    fillers: lines,
    negations: lines,
    ordinals: lines,
    agree: lines,
    labels: z.record(z.enum(flowLabelNames), line),
    texts: z.record(z.enum(flowTextNames), wording),
    problems: z.record(z.enum(problemCodes), wording),
    times: z.record(z.enum(timeWordNames), z.string().min(1, 'must not be empty')),
  })
  .refine(signedByWhom, needsReviewer);

export type FlowWordsFile = z.infer<typeof flowWordsSchema>;
