import type { TimeCount } from '../../storage/insights-store.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Both, type Counts, type Figure, groupBy, sum } from './figure.ts';

const HALF = 0.5;
const NEARLY_ALL = 0.95;

/** Milliseconds within which 19 of 20 turns were decided; null without turns. */
export function nearlyAllTimes({ times, period }: Counts): Both<number | null> {
  const of = (isNow: boolean) =>
    percentile(
      times.filter(({ day }) => day >= period.count === isNow),
      NEARLY_ALL,
    );
  return { now: of(true), before: of(false) };
}

export function timesFigure({ times, period }: Counts, time: ClinicTime): Figure {
  const days = groupBy(times, ({ day }) => day);
  const rows = Array.from({ length: period.count }, (_, index) => {
    const at = period.boundaries[period.count + index] ?? 0;
    const found = days.get(period.count + index) ?? [];
    return {
      label: time.showDay(at),
      exact: time.toInput(at).slice(0, 10),
      values: [percentile(found, HALF), percentile(found, NEARLY_ALL)],
    };
  });
  return {
    id: 'times',
    chart: 'lines',
    heading: text.headings.day,
    columns: [
      { heading: text.series.half, series: 'half' },
      { heading: text.series.nearlyAll, series: 'nearlyAll' },
    ],
    rows: times.some(({ day }) => day >= period.count) ? rows : [],
  };
}

/** By nearest rank: the smallest time that this part of all turns does not exceed. */
function percentile(times: readonly TimeCount[], part: number): number | null {
  let left = Math.ceil(sum(times.map(({ count }) => count)) * part);
  const sorted = times.toSorted((one, other) => one.milliseconds - other.milliseconds);
  for (const { milliseconds, count } of sorted) {
    left -= count;
    if (left <= 0) return milliseconds;
  }
  return null;
}
