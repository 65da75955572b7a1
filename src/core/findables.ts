import type { Content, Entry, FixedReply } from './guide.ts';
import type { Findable } from './search.ts';

/** Kinds of things that can be found, as they stand before the colon of a target. */
export type TargetKind = 'entry' | 'flow' | 'smalltalk' | 'refusal';

/** A target taken apart: `entry:soreness` is an entry with the id `soreness`. */
export interface Target {
  readonly kind: TargetKind;
  readonly id: string;
}

/** Everything of the content that a question can lead to, in a fixed order. */
export function findables(
  content: Pick<Content, 'entries' | 'flows' | 'smalltalk' | 'refusals'>,
): readonly Findable[] {
  return [
    ...[...content.entries.values()].map(ofEntry),
    ...[...content.flows.values()].map(({ id, title, phrasings, tests }) => ({
      target: `flow:${id}`,
      title,
      phrasings,
      tests,
      text: '',
    })),
    ...[...content.smalltalk.values()].map((reply) => ofReply('smalltalk', reply)),
    ...[...content.refusals.values()].map((reply) => ofReply('refusal', reply)),
  ];
}

function ofEntry({ id, title, phrasings, tests, body, topics }: Entry): Findable {
  return { target: `entry:${id}`, title, phrasings, tests, text: plainText(body), topics };
}

function ofReply(kind: TargetKind, { id, title, phrasings, tests }: FixedReply): Findable {
  return { target: `${kind}:${id}`, title, phrasings, tests, text: '' };
}

/** The words of a Markdown body, without source marks, links and emphasis. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\[\^\w+\]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_#>`]|^\s*[-+]\s/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A target that turns a question away: a refusal or small talk. */
export function turnsAway(target: string): boolean {
  const kind = parseTarget(target)?.kind;
  return kind === 'refusal' || kind === 'smalltalk';
}

/** What shares a topic stands in for each other. */
export function shareTopic(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.some((topic) => other.includes(topic));
}

/** Takes `entry:soreness` apart; null for anything that is not a target. */
export function parseTarget(target: string): Target | null {
  const [kind, ...rest] = target.split(':');
  const id = rest.join(':');
  if (id === '') return null;
  if (kind === 'entry' || kind === 'flow' || kind === 'smalltalk' || kind === 'refusal') {
    return { kind, id };
  }
  return null;
}
