import type { Content } from '../core/guide.ts';

/** One thing that differs between two versions of the content. */
export interface ContentChange {
  readonly change: 'added' | 'removed' | 'changed';
  /** `entry soreness-how-long`, `urgent chest-or-breathing`, `messages`. */
  readonly what: string;
}

/** What changed from `before` to `after`, in the order of the content. */
export function compareContent(before: Content, after: Content): readonly ContentChange[] {
  return [
    ...compareMaps('entry', before.entries, after.entries),
    ...compareMaps('small talk', before.smalltalk, after.smalltalk),
    ...compareMaps('refusal', before.refusals, after.refusals),
    ...compareMaps('dialog', before.flows, after.flows),
    ...compareMaps('urgent rule', rulesOf(before), rulesOf(after)),
    ...compareMaps('source', before.sources, after.sources),
    ...compareMaps('words', wordsOf(before), wordsOf(after)),
  ];
}

function compareMaps(
  kind: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly ContentChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id): ContentChange[] => {
    const what = `${kind} ${id}`;
    if (!before.has(id)) return [{ change: 'added', what }];
    if (!after.has(id)) return [{ change: 'removed', what }];
    return same(before.get(id), after.get(id)) ? [] : [{ change: 'changed', what }];
  });
}

/** Values of content are plain; maps inside a dialog are compared by their pairs. */
function same(one: unknown, other: unknown): boolean {
  return toText(one) === toText(other);
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part));
}

function rulesOf({ urgent }: Content): ReadonlyMap<string, unknown> {
  return new Map(urgent.rules.map((rule) => [rule.id, rule]));
}

function wordsOf(content: Content): ReadonlyMap<string, unknown> {
  const { messages, widget, email, demo, clinic, outOfScope, asides } = content;
  return new Map(Object.entries({ messages, widget, email, demo, clinic, outOfScope, asides }));
}
