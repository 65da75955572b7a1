import type { Flow } from '../../core/flow.ts';
import type { FlowTurn } from '../../storage/insights-store.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import { type Counts, type Figure, type Row, share } from './figure.ts';

interface Stop {
  readonly label: string;
  readonly reached: number;
}

/** Requests that bookings led to: conversations, each counted once. */
export function sentRequests(turns: readonly FlowTurn[]): number {
  return new Set(turns.filter(({ sent }) => sent).map(({ conversation }) => conversation)).size;
}

/**
 * How far conversations came in a dialog. Who came to a later step is counted at each one before it:
 * an answer given early is not asked for again. A conversation that begins twice counts once.
 */
export function bookingFigure({ booking, comparable }: Counts, flow: Flow | undefined): Figure {
  const now = stopsOf(booking.now, flow);
  const before = stopsOf(booking.before, flow);
  const rows: readonly Row[] = now.map(({ label, reached }, index) => {
    const stayed = now[index + 1]?.reached ?? reached;
    const past = before[index]?.reached ?? 0;
    return {
      label,
      values: [
        reached,
        stayed,
        reached - stayed,
        share(reached, now[0]?.reached ?? 0),
        ...(comparable ? [share(past, before[0]?.reached ?? 0)] : []),
      ],
    };
  });
  const { headings, series } = text;
  return {
    id: 'booking',
    chart: 'parts',
    heading: headings.step,
    columns: [
      { heading: headings.reached, series: null },
      { heading: series.stayed, series: 'stayed' },
      { heading: series.left, series: 'left' },
      { heading: headings.reachedShare, series: null },
      ...(comparable ? [{ heading: headings.reachedBefore, series: null }] : []),
    ],
    rows: booking.now.length === 0 ? [] : rows,
  };
}

/** From the beginning over each question to the request. */
function stopsOf(turns: readonly FlowTurn[], flow: Flow | undefined): readonly Stop[] {
  const steps = [...(flow?.steps.values() ?? [])].flatMap((step) =>
    step.kind === 'ask' || step.kind === 'confirm'
      ? [{ id: step.id, label: step.kind === 'ask' ? step.label : text.steps.confirm }]
      : [],
  );
  const furthest = new Map<string, number>();
  for (const { conversation, step, sent } of turns) {
    const place = sent ? steps.length : steps.findIndex(({ id }) => id === step);
    furthest.set(conversation, Math.max(furthest.get(conversation) ?? -1, place));
  }
  const reached = (place: number) => [...furthest.values()].filter((one) => one >= place).length;
  return [
    { label: text.steps.started, reached: furthest.size },
    ...steps.map(({ id, label }, place) => ({ label: label || id, reached: reached(place) })),
    { label: text.steps.sent, reached: reached(steps.length) },
  ];
}
