import { z } from 'zod';
import { messageNames } from '../core/messages.ts';

/**
 * The shape of the content files, one schema a kind of file. Messages say what would be right.
 * `.strict()` everywhere: a misspelt field is an error, never silently ignored.
 */

const id = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be lower-case words joined by hyphens, like soreness-how-long',
  );

const line = z.string().trim().min(1, 'must not be empty');

const isoDate = z.iso.date('must be a date like 2026-11-22');

export const signOff = {
  status: z.enum(['draft', 'signed'], 'must be draft or signed'),
  reviewer: line.nullable(),
  reviewed: isoDate.nullable(),
};

/** `signed` without a name and a date is not signed. */
export function signedByWhom(value: {
  status: string;
  reviewer: string | null;
  reviewed: string | null;
}) {
  return value.status === 'draft' || (value.reviewer !== null && value.reviewed !== null);
}

export const needsReviewer = {
  path: ['status'],
  message: 'a signed file needs reviewer (name and registration) and reviewed (date)',
};

export const entrySchema = z
  .strictObject({
    id,
    title: line,
    topics: z.array(id),
    ...signOff,
    reviewDue: isoDate.nullish(),
    signedVersion: line.nullish(),
    sources: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[A-Z]\d+$/, 'must be an id of knowledge/sources.yaml, like S43'),
          supports: line,
        }),
      )
      .default([]),
    phrasings: z.array(line).min(1, 'needs at least one phrasing'),
    tests: z.array(line).default([]),
    next: z.array(id).default([]),
  })
  .refine(signedByWhom, needsReviewer);

export const sourcesSchema = z.record(
  z.string().regex(/^[A-Z]\d+$/, 'a source id is a capital letter and a number, like S43'),
  z.strictObject({
    text: line,
    url: z.url().optional(),
    seen: line.optional(),
    kind: z.enum(['paper', 'official', 'copy', 'second-hand']),
    note: line.optional(),
  }),
);

export const fixedRepliesSchema = z.array(
  z.strictObject({
    id,
    title: line,
    phrasings: z.array(line).min(1),
    tests: z.array(line).default([]),
    reply: line,
    next: z.array(id).default([]),
  }),
);

export const messagesSchema = z
  .strictObject({
    ...signOff,
    messages: z.record(z.enum(messageNames), line),
  })
  .refine(signedByWhom, needsReviewer);

export const privateSchema = z.strictObject({
  rules: z.array(z.strictObject({ id, title: line, pattern: line })),
});

export const emailSchema = z.strictObject({
  subject: line,
  body: line,
  kinds: z.strictObject({ booking: line, message: line, 'call-back': line, aftercare: line }),
  none: line,
});

/** Topic labels under a heading for staff. */
export const topicsSchema = z.record(line, z.array(id));

export const demoSchema = z.strictObject({
  title: line,
  lead: line,
  paragraphs: z.array(line),
  try: line,
  questions: z.array(line),
  contact: line,
  emergency: line,
  fullPage: line,
});

/** The words on the chat window; `widget/labels.ts` reads the same names. */
export const widgetLabelNames = [
  'launcher',
  'close',
  'title',
  'subtitle',
  'log',
  'input',
  'placeholder',
  'send',
  'you',
  'assistant',
  'typing',
  'sources',
  'sourceOf',
  'helpful',
  'yes',
  'no',
  'voted',
  'offline',
  'failed',
  'retry',
  'restart',
  'ended',
  'call',
  'emergency',
  'noscript',
] as const;

export type WidgetLabel = (typeof widgetLabelNames)[number];

export const widgetSchema = z.strictObject({ labels: z.record(z.enum(widgetLabelNames), line) });

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 08:30');
const hours = z.array(z.tuple([time, time]));

/** Facts that code reads are spelled out; any other fact only fills texts, so it may have any name. */
export const clinicSchema = z.looseObject({
  name: line,
  shortName: line,
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capitals, like GB'),
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/London'),
  phone: line,
  email: z.email('must be an e-mail address'),
  hours: z
    .strictObject({
      mon: hours,
      tue: hours,
      wed: hours,
      thu: hours,
      fri: hours,
      sat: hours,
      sun: hours,
    })
    .nullish(),
  booking: z
    .looseObject({
      system: z.enum(['none', 'calcom', 'calendly', 'acuity', 'cliniko', 'jane']),
      url: z.url('must be the address of the booking page').nullish(),
    })
    .default({ system: 'none', url: null }),
  offer: z.looseObject({ label: line, url: z.url() }).nullish(),
  privacy: z
    .looseObject({ retentionDays: z.number('must be a number of days').int().min(1).nullish() })
    .nullish(),
});

export const countriesSchema = z.record(
  z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capitals, like GB'),
  z.looseObject({ emergency: line, emergencyDepartment: line }),
);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
