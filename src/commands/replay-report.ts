import type { Content } from '../core/guide.ts';
import { redact } from '../core/redact.ts';
import { type Effect, effects, nameDecision } from '../replay/compare.ts';
import type { Change, ReplayReport } from '../replay/replay.ts';
import { MASKS } from './masks.ts';

const WORDS: Readonly<Record<Effect, string>> = {
  'urgent-lost': 'urgent lost',
  'urgent-gained': 'urgent gained',
  unanswered: 'no longer answered',
  different: 'answered otherwise',
  better: 'better: was not known',
  same: 'same',
};

/** Changes of one kind that are written out; what was asked alike and ends alike is one. */
const MOST = 40;

/** The report as lines to read: how many of each, then each change with both sides. */
export function describeReport(content: Content, report: ReplayReport): string {
  const { turns, skipped, counts } = report;
  const head = `content ${content.version}: ${turns} turns decided again, ${skipped} could not be`;
  const figures = effects.map(
    (effect) => `${String(counts[effect]).padStart(8)}  ${WORDS[effect]}`,
  );
  const groups = effects.flatMap((effect) => describeGroup(content, report, effect));
  return [head, ...figures, ...groups].join('\n');
}

function describeGroup(
  content: Content,
  { changes }: ReplayReport,
  effect: Effect,
): readonly string[] {
  const group = changes.filter((change) => change.effect === effect);
  if (group.length === 0) return [];
  const times = new Map<string, number>();
  for (const change of group) {
    const text = describeChange(content, change);
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  const rest = times.size - MOST;
  return [
    `\n${WORDS[effect]}`,
    ...[...times].slice(0, MOST).map(([text, count]) => `${count > 1 ? `${count} ×` : ''}${text}`),
    ...(rest > 0 ? [`  and ${rest} more; --json has them all`] : []),
  ];
}

function describeChange(content: Content, { turn, before, after }: Change): string {
  const said = maskedText(content, turn.message.text).replace(/\s+/g, ' ').slice(0, 200);
  return `  "${said}"\n    before  ${nameDecision(before)}\n    after   ${nameDecision(after)}`;
}

/** The report as one JSON object. */
export function reportRecord(content: Content, { changes, ...report }: ReplayReport): object {
  return {
    version: content.version,
    ...report,
    changes: changes.map(({ effect, turn, before, after }) => ({
      effect,
      conversation: turn.conversation,
      turn: turn.turn,
      at: new Date(turn.message.at).toISOString(),
      text: maskedText(content, turn.message.text),
      before,
      after,
    })),
  };
}

/** Phone numbers, e-mail addresses and identity numbers do not belong on a screen or in a pipe. */
function maskedText(content: Content, text: string): string {
  const patterns = content.privateRules.map(({ pattern }) => pattern);
  return redact(text, { masks: MASKS, names: [], patterns, spare: [content.clinic.phone] });
}
