import type { EndingCount } from '../../storage/insights-store.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Asked, type Both, type Counts, type Figure, groupBy, share, sum } from './figure.ts';

type Tally = Readonly<Record<Asked, number>>;

const NOTHING = { answered: 0, choices: 0, unknown: 0, urgent: 0, refused: 0 } satisfies Tally;
const ALL: readonly Asked[] = ['answered', 'choices', 'unknown', 'urgent', 'refused'];

/** How a question ended; null for turns in which none was asked. */
function askedOf({ kind, reason }: EndingCount): Asked | null {
  switch (kind) {
    case 'answer':
      return 'answered';
    case 'choices':
    case 'urgent':
      return kind;
    case 'unknown':
      return reason === 'not-known' ? 'unknown' : 'refused';
    case 'private':
      return 'refused';
    case 'flow':
    case 'smalltalk':
    case 'welcome':
    case 'vote':
      return null;
  }
}

function tally(endings: readonly EndingCount[]): Tally {
  const found = { ...NOTHING };
  for (const one of endings) {
    const asked = askedOf(one);
    if (asked !== null) found[asked] += one.count;
  }
  return found;
}

/** Questions of the period and of the days before, by how they ended. */
export function questionTotals({ endings, period }: Counts): Both<Tally & { all: number }> {
  const of = (isNow: boolean) => {
    const found = tally(endings.filter(({ day }) => day >= period.count === isNow));
    return { ...found, all: sum(Object.values(found)) };
  };
  return { now: of(true), before: of(false) };
}

export function questionsFigure(counts: Counts, time: ClinicTime): Figure {
  const { period, comparable } = counts;
  const days = groupBy(counts.endings, ({ day }) => day);
  const tallyOf = (day: number) => tally(days.get(day) ?? []);
  const rows = Array.from({ length: period.count }, (_, index) => {
    const at = period.boundaries[period.count + index] ?? 0;
    const here = tallyOf(period.count + index);
    const before = sum(Object.values(tallyOf(index)));
    return {
      label: time.showDay(at),
      exact: time.toInput(at).slice(0, 10),
      values: [
        sum(Object.values(here)),
        ...ALL.map((asked) => here[asked]),
        ...(comparable ? [before] : []),
      ],
    };
  });
  return {
    id: 'questions',
    chart: 'columns',
    heading: text.headings.day,
    columns: [
      { heading: text.headings.questions, series: null },
      ...ALL.map((series) => ({ heading: text.series[series], series })),
      ...(comparable ? [{ heading: text.series.before, series: 'before' } as const] : []),
    ],
    rows,
  };
}

export function sharesFigure(counts: Counts): Figure {
  const { now, before } = questionTotals(counts);
  const { comparable } = counts;
  return {
    id: 'shares',
    chart: 'bars',
    heading: text.headings.ending,
    columns: [
      { heading: text.headings.questions, series: null },
      { heading: text.headings.share, series: 'now' },
      ...(comparable ? [{ heading: text.headings.shareBefore, series: 'before' } as const] : []),
    ],
    rows: ALL.map((asked) => ({
      label: text.asked[asked],
      values: [
        now[asked],
        share(now[asked], now.all),
        ...(comparable ? [share(before[asked], before.all)] : []),
      ],
    })),
  };
}
