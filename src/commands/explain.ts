import type { Explanation, Outcome } from '../core/conversation.ts';
import type { Guide } from '../core/guide.ts';
import { recordOutcome } from '../evaluation/record.ts';

type Part = Explanation['parts'][number];

/** Why a question got its answer: repaired words, each part's share, runners-up, margin, decision. */
export function explain(outcome: Outcome, guide: Guide): string {
  const { decision, reply } = recordOutcome(guide.content, outcome);
  const { thresholds } = guide.search;
  const lines = [
    `decision    ${JSON.stringify(decision)}`,
    `thresholds  answer ${thresholds.answer}  margin ${thresholds.margin}  offer ${thresholds.offer}`,
    ...(outcome.why?.signs ?? []).map((sign) => `sign        ${sign}`),
    ...(outcome.why?.parts ?? []).flatMap(explainPart),
    '',
    reply,
  ];
  return lines.join('\n');
}

function explainPart(part: Part): readonly string[] {
  return [
    '',
    `question    ${part.text}`,
    `read as     ${part.repaired}${part.inContext ? '  (with what was said before)' : ''}`,
    `confidence  ${part.confidence.toFixed(3)}  margin ${part.margin.toFixed(3)}${part.inside === undefined ? '' : `  about something here ${part.inside.toFixed(3)}`}`,
    ...part.matches.map(explainMatch),
  ];
}

function explainMatch(match: Part['matches'][number]): string {
  const shares = Object.entries(match.shares).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  const head = `  ${match.confidence.toFixed(3)}  ${match.target.padEnd(36)}`;
  return `${head}  ${shares.join('  ')}  “${match.phrasing}”`;
}
