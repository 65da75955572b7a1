import { findables } from '../core/findables.ts';
import type { Content } from '../core/guide.ts';
import { groupSimilar, type Usage, usageOf } from '../core/similar.ts';

/** Counting takes longer than grouping, and content seldom changes. */
const usages = new WeakMap<Content, Usage>();

/**
 * Questions that ask alike together, the largest group first, as indices. What every phrasing of the
 * content says, such as "session", tells little; what none says tells most.
 */
export function groupAlike(
  content: Content,
  questions: readonly string[],
): readonly (readonly number[])[] {
  const usage =
    usages.get(content) ?? usageOf(findables(content).flatMap(({ phrasings }) => phrasings));
  usages.set(content, usage);
  return groupSimilar(questions, usage);
}
