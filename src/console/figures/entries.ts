import type { Content } from '../../core/guide.ts';
import type { VoteCount } from '../../storage/insights-store.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import { entryTitle } from '../naming.ts';
import { type Column, type Counts, type Figure, groupBy, share, sum } from './figure.ts';

const NOW: Column = { heading: text.series.now, series: 'now' };
const BEFORE: Column = { heading: text.series.before, series: 'before' };

/** Entries by how often they were shown. */
export function topicsFigure({ shown, comparable }: Counts, content: Content): Figure {
  const rows = shown
    .filter(({ now }) => now > 0)
    .sort((one, other) => other.now - one.now)
    .map(({ entry, now, before }) => ({
      label: entryTitle(content, entry),
      values: comparable ? [now, before] : [now],
    }));
  const columns = comparable ? [NOW, BEFORE] : [NOW];
  return { id: 'topics', chart: 'bars', heading: text.headings.answer, columns, rows };
}

/** Entries shown more often than before, by how much. */
export function risingFigure({ shown, comparable }: Counts, content: Content): Figure {
  const rows = shown
    .filter(({ now, before }) => comparable && now > before)
    .sort((one, other) => other.now - other.before - (one.now - one.before))
    .map(({ entry, now, before }) => ({
      label: entryTitle(content, entry),
      values: [now - before, now, before],
    }));
  const columns = [{ heading: text.headings.more, series: null }, NOW, BEFORE];
  return { id: 'rising', chart: 'bars', heading: text.headings.answer, columns, rows };
}

/** Votes on each entry, the most voted on first. */
export function votesFigure({ votes }: Counts, content: Content): Figure {
  const entries = groupBy(votes.now, ({ entry }) => entry);
  const rows = [...entries]
    .map(([entry, found]) => [entry, up(found), sum(found.map(({ count }) => count))] as const)
    .sort(([, , one], [, , other]) => other - one)
    .map(([entry, helpful, all]) => ({
      label: entry === null ? text.votedElsewhere : entryTitle(content, entry),
      values: [helpful, all - helpful, share(helpful, all)],
    }));
  return {
    id: 'votes',
    chart: 'parts',
    heading: text.headings.answer,
    columns: [
      { heading: text.series.up, series: 'up' },
      { heading: text.series.down, series: 'down' },
      { heading: text.headings.helpful, series: null },
    ],
    rows,
  };
}

/** The share of votes that were helpful, in percent. */
export function helpfulShare(votes: readonly VoteCount[]): number | null {
  return share(up(votes), sum(votes.map(({ count }) => count)));
}

function up(votes: readonly VoteCount[]): number {
  return sum(votes.map(({ helpful, count }) => (helpful ? count : 0)));
}
