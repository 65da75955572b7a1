import type { Content } from '../core/guide.ts';
import { makeRedact } from '../core/redact.ts';
import { labels } from './labels/house.ts';

/** What takes personal details out of the words staff see before they ask for them. */
export function redactor(content: Content, names: readonly string[]): (text: string) => string {
  return makeRedact({
    masks: labels.masks,
    names,
    patterns: content.privateRules.map(({ pattern }) => pattern),
    spare: [content.clinic.phone],
  });
}
