import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { bookingFigure } from '../figures/booking.ts';
import { risingFigure, topicsFigure, votesFigure } from '../figures/entries.ts';
import type { Counts, Figure, FigureId } from '../figures/figure.ts';
import { questionsFigure, sharesFigure } from '../figures/questions.ts';
import { timesFigure } from '../figures/times.ts';
import { MISSED, unansweredFigure } from '../figures/unanswered.ts';
import { insightsPage } from '../pages/insights.ts';
import { csvFile } from '../parts/csv.ts';
import { clinicTime } from '../parts/when.ts';
import { type Period, readPeriod } from '../period.ts';
import { may } from '../policy.ts';
import { type Answer, needs, type Route, route, type SignedVisit } from '../route.ts';

/** The dialog whose way to a request is shown. */
const FLOW = 'booking';

/** What each figure is made of; the one that shows words is not among them. */
const FIGURES: Readonly<
  Record<Exclude<FigureId, 'unanswered'>, (desk: Desk, counts: Counts) => Figure>
> = {
  questions: (desk, counts) => questionsFigure(counts, timeOf(desk)),
  shares: (_, counts) => sharesFigure(counts),
  topics: (desk, counts) => topicsFigure(counts, desk.guide().content),
  rising: (desk, counts) => risingFigure(counts, desk.guide().content),
  votes: (desk, counts) => votesFigure(counts, desk.guide().content),
  booking: (desk, counts) => bookingFigure(counts, desk.guide().content.flows.get(FLOW)),
  times: (desk, counts) => timesFigure(counts, timeOf(desk)),
};

/** Figures about what patients asked and how it ended, on a page and as files. */
export function insightsRoutes(desk: Desk): readonly Route[] {
  const files = Object.entries(FIGURES).map(([id, make]) =>
    route({
      method: 'GET',
      path: `/insights/${id}.csv`,
      access: needs('insights'),
      handle: async (visit) => toFile(make(desk, await count(desk, periodOf(desk, visit)))),
    }),
  );
  return [
    route({
      method: 'GET',
      path: '/insights',
      access: needs('insights'),
      handle: (visit) => show(desk, visit),
    }),
    ...files,
    route({
      method: 'GET',
      path: '/insights/unanswered.csv',
      access: needs('transcripts'),
      handle: async (visit) => {
        const work = () => unansweredFigure(desk, periodOf(desk, visit));
        return toFile(await audited(desk, visit, 'export', 'unanswered', work));
      },
    }),
  ];
}

function timeOf(desk: Desk) {
  return clinicTime(desk.guide().content.clinic.timeZone);
}

function periodOf(desk: Desk, { query, at }: SignedVisit): Period {
  return readPeriod(query, at, desk.guide().content.clinic.timeZone);
}

async function show(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const period = periodOf(desk, visit);
  const counts = await count(desk, period);
  const { questions, shares, topics, rising, votes, booking, times } = FIGURES;
  const words = may(visit.account.role, 'transcripts')
    ? [await unansweredFigure(desk, period)]
    : [];
  const compared = counts.comparable ? [rising] : [];
  const first = [questions, shares, topics, ...compared].map((make) => make(desk, counts));
  const last = [votes, booking, times].map((make) => make(desk, counts));
  return insightsPage({
    at: visit.at,
    time: timeOf(desk),
    query: visit.query,
    counts,
    figures: [...first, ...words, ...last],
    missed: MISSED,
  });
}

async function count({ staff }: Desk, period: Period): Promise<Counts> {
  const { boundaries, now, before } = period;
  const both = { from: before.from, until: now.until };
  const [since, endings, times, shown, votes, votesBefore, booking, bookingBefore] =
    await Promise.all([
      staff.keptFrom(),
      staff.countEndings(boundaries),
      staff.countTimes(boundaries),
      staff.countShown(both, now.from),
      staff.countVotes(now),
      staff.countVotes(before),
      staff.readFlowTurns(FLOW, now),
      staff.readFlowTurns(FLOW, before),
    ]);
  return {
    period,
    comparable: since !== null && since <= before.from,
    endings,
    times,
    shown,
    votes: { now: votes, before: votesBefore },
    booking: { now: booking, before: bookingBefore },
  };
}

function toFile({ id, heading, columns, rows }: Figure): Answer {
  return csvFile(`${id}.csv`, [
    [heading, ...columns.map((column) => column.heading)],
    ...rows.map(({ label, exact, values }) => [exact ?? label, ...values]),
  ]);
}
