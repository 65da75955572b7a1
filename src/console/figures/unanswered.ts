import { groupAlike } from '../alike.ts';
import type { Desk } from '../dependencies.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import { clinicTime } from '../parts/when.ts';
import type { Period } from '../period.ts';
import { redactor } from '../redaction.ts';
import type { Figure, Row } from './figure.ts';

/** Questions that are opened and compared at most, the latest first. */
export const MISSED = 500;
/** Of their groups, how many are told of, and how much of a question. */
const GROUPS = 50;
const LETTERS = 160;

/**
 * The latest questions that were not answered, those that ask alike together. It shows words of
 * patients: only for those who may open conversations.
 */
export async function unansweredFigure(desk: Desk, { now }: Period): Promise<Figure> {
  const end = { at: now.until, conversation: '', turn: 0 };
  const missed = await desk.staff.readMissedTurns(end, MISSED);
  const hide = redactor(desk.guide().content, []);
  const turns = missed
    .filter(({ message }) => message.at >= now.from)
    .map(({ conversation, message: { at, text } }) => ({ conversation, at, words: hide(text) }));
  const texts = turns.map(({ words }) => words);
  const groups = groupAlike(desk.guide().content, texts).slice(0, GROUPS);
  const rows = await Promise.all(
    groups.map(async (members) => {
      const [latest] = members.flatMap((index) => turns[index] ?? []);
      return latest ? [await groupRow(desk, latest, members.length)] : [];
    }),
  );
  const { question, times, lastAsked } = text.headings;
  const columns = [times, lastAsked].map((heading) => ({ heading, series: null }));
  return { id: 'unanswered', chart: 'table', heading: question, columns, rows: rows.flat() };
}

interface Missed {
  readonly conversation: string;
  readonly at: number;
  readonly words: string;
}

/** A group by its latest question, the names given in that conversation taken out too. */
async function groupRow(desk: Desk, latest: Missed, count: number): Promise<Row> {
  const names = await desk.staff.namesGiven(latest.conversation);
  const { content } = desk.guide();
  const words = redactor(content, names)(latest.words);
  return {
    label: words.length > LETTERS ? `${words.slice(0, LETTERS)}…` : words,
    href: `/staff/conversations/${encodeURIComponent(latest.conversation)}`,
    values: [count, clinicTime(content.clinic.timeZone).showDate(latest.at)],
  };
}
