import type { Decision } from '../core/conversation.ts';
import { parseTarget } from '../core/findables.ts';
import type { Content } from '../core/guide.ts';
import { labels } from './labels/house.ts';

/** Names that staff know things by; an id stands for what the content no longer has. */

export interface Named extends Pick<Content, 'flows' | 'smalltalk' | 'refusals' | 'urgent'> {
  readonly entries: ReadonlyMap<string, { readonly title: string }>;
}

export function entryTitle({ entries }: Pick<Named, 'entries'>, id: string): string {
  return entries.get(id)?.title ?? id;
}

/** The title of what a search target leads to, such as `entry:soreness`. */
export function targetTitle(content: Named, target: string): string {
  const parsed = parseTarget(target);
  if (parsed === null) return entryTitle(content, target);
  const { kind, id } = parsed;
  switch (kind) {
    case 'entry':
      return entryTitle(content, id);
    case 'flow':
      return content.flows.get(id)?.title ?? id;
    case 'smalltalk':
      return content.smalltalk.get(id)?.title ?? id;
    case 'refusal':
      return content.refusals.get(id)?.title ?? id;
  }
}

/** What one turn's ending was about: an entry, a rule, a flow. Empty when it was about nothing. */
export function subjectTitle(content: Named, decision: Decision): string {
  switch (decision.kind) {
    case 'answer':
      return decision.entries.map((id) => entryTitle(content, id)).join('; ');
    case 'choices':
      return decision.choices.map((target) => targetTitle(content, target)).join('; ');
    case 'unknown':
      return decision.reason === 'not-known'
        ? ''
        : targetTitle(content, `refusal:${decision.reason}`);
    case 'urgent':
      return content.urgent.rules.find(({ id }) => id === decision.rule)?.title ?? decision.rule;
    case 'private':
      return decision.rule;
    case 'flow':
      return `${content.flows.get(decision.flow)?.title ?? decision.flow}: ${labels.flowEvents[decision.event]}`;
    case 'smalltalk':
      return targetTitle(content, `smalltalk:${decision.topic}`);
    case 'vote':
      return decision.entry === null ? '' : entryTitle(content, decision.entry);
    case 'welcome':
      return '';
  }
}

/** How the dialogs call an answer that came with a request, such as "Main problem". */
export function answerLabel({ flows }: Pick<Content, 'flows'>, slot: string): string {
  for (const { steps } of flows.values()) {
    const step = steps.get(slot);
    if (step?.kind === 'ask' && step.label !== '') return step.label;
  }
  return slot;
}
