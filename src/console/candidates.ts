import { parseTarget } from '../core/findables.ts';
import type { TurnRecord } from '../storage/staff-store.ts';

const MOST = 4;

/** Entries that a turn came near to and did not show, nearest first. */
export function candidatesOf({ why, decision }: TurnRecord): readonly string[] {
  const shown = decision.kind === 'answer' ? decision.entries : [];
  const matched = (why?.parts ?? []).flatMap(({ matches }) => matches).map(({ target }) => target);
  const ids = [...named(decision), ...matched]
    .map((target) => parseTarget(target) ?? { kind: 'entry', id: target })
    .filter(({ kind, id }) => kind === 'entry' && !shown.includes(id))
    .map(({ id }) => id);
  return [...new Set(ids)].slice(0, MOST);
}

function named(decision: TurnRecord['decision']): readonly string[] {
  if (decision.kind === 'choices') return decision.choices;
  return decision.kind === 'unknown' ? decision.nearest : [];
}
