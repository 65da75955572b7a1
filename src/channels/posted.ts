import type { Activity } from 'botbuilder-core';
import { z } from 'zod';
import { DirectLineError } from './errors.ts';
import { readJson } from './json.ts';

const short = z.string().max(200);

/** The fields of a posted activity that mean something here; any other is dropped. */
const postedActivity = z.object({
  type: short.min(1),
  id: short.optional(),
  text: z.string().optional(),
  name: short.optional(),
  value: z.unknown().optional(),
  replyToId: short.optional(),
  from: z.object({ id: short.optional(), name: short.optional() }).optional(),
  channelData: z.unknown().optional(),
  locale: short.optional(),
  textFormat: short.optional(),
});

/**
 * The activity in the body of a POST.
 * @throws DirectLineError 400 naming the field that is wrong, or missing.
 */
export function readPosted(body: unknown): Partial<Activity> {
  const { data, error } = postedActivity.safeParse(readJson(body));
  if (error) {
    const field = error.issues[0]?.path.join('.') || 'the body';
    throw new DirectLineError(400, 'BadArgument', `${field} is missing or wrong`);
  }
  if (data.type === 'message' && !data.text?.trim()) {
    throw new DirectLineError(400, 'MissingProperty', 'text is missing');
  }
  const { from, ...rest } = data;
  const present = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(present),
    ...(from ? { from: { id: from.id ?? '', name: from.name ?? '' } } : {}),
  };
}
