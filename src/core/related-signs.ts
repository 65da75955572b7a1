import { isBare } from './follow-up.ts';
import type { Guide } from './guide.ts';
import type { Screening } from './screen.ts';
import type { NearestSigns } from './search.ts';

/** From this likeness on signs are shown: of a hundred ordinary questions two are as like. */
const near = 0.53;

/**
 * Where no rule saw any of its words, the message is compared with all the messages that must stop a
 * conversation; when it resembles them, the signs of the nearest rule are shown beneath whatever is
 * answered. Bare words ("really?") resemble nothing. It never stops anybody: that is for the rules, which can be read and signed. Words that
 * a rule saw and judged ("no chest pain", "can it …?") stay judged.
 */
export function addRelatedSigns(
  { content, search }: Pick<Guide, 'content' | 'search'>,
  screening: Screening,
  text: string,
): Screening {
  if (screening.finding !== null || screening.signs.length > 0) return screening;
  const nearest = isBare(text) ? undefined : search.nearestSigns?.(text);
  if (!areRelated(nearest)) return screening;
  const rule = content.urgent.rules.find(({ id }) => id === nearest.rule);
  if (rule === undefined) return screening;
  const finding = { kind: 'mention', rule: rule.id } as const;
  return { ...screening, finding, signs: [`${rule.id}: resembles its examples`] };
}

/** Whether these signs are shown. */
export function areRelated(signs: NearestSigns | undefined): signs is NearestSigns {
  return signs !== undefined && signs.likeness >= near;
}
