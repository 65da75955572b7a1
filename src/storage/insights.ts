import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Decision } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import type { EndingCount, InsightsStore, ShownCount, Span, TimeCount } from './insights-store.ts';
import { fromJson, type Tables } from './tables.ts';

/** Figures, each by one walk over an index that holds all it needs; see insights-migrations.ts. */
export function insightsQueries({ db }: Engine): InsightsStore {
  return {
    async countEndings(boundaries) {
      const { rows } = await sql<EndingCount>`
        select ${dayOf(boundaries)} as day, decision_kind as kind,
          case when decision_kind = 'unknown' then subject end as reason, count(*) as count
        from turns where ${within(boundaries)}
        group by 1, 2, 3 order by 1, 2, 3`.execute(db);
      return rows;
    },
    async countTimes(boundaries) {
      const { rows } = await sql<TimeCount>`
        select ${dayOf(boundaries)} as day, ceil(took) as milliseconds, count(*) as count
        from turns where ${within(boundaries)} and decision_kind not in ('welcome', 'vote')
        group by 1, 2 order by 1, 2`.execute(db);
      return rows;
    },
    async countShown({ from, until }, moment) {
      // Both at once: the index goes by entry, so each walk sees all of it.
      const { rows } = await sql<ShownCount>`
        select entry, sum(case when at < ${moment} then 1 else 0 end) as before,
          sum(case when at < ${moment} then 0 else 1 end) as now
        from lines where entry is not null and at >= ${from} and at < ${until}
        group by entry order by entry`.execute(db);
      return rows;
    },
    async countVotes({ from, until }) {
      const rows = await db
        .selectFrom('turns')
        .select((is) => ['subject', 'helpful', is.fn.countAll<number>().as('count')])
        .where('decision_kind', '=', 'vote')
        .where('at', '>=', from)
        .where('at', '<', until)
        .groupBy(['subject', 'helpful'])
        .orderBy('subject')
        .execute();
      return rows.map(({ subject, helpful, count }) => {
        return { entry: subject, helpful: helpful === 1, count };
      });
    },
    readFlowTurns: (flow, span) => readFlowTurns(db, flow, span),
    async keptFrom() {
      // Conversations are forgotten by when they were last active: long ones keep turns from before.
      const row = await db
        .selectFrom('conversations')
        .select((is) => is.fn.min<number | null>('last_at').as('at'))
        .executeTakeFirst();
      return row?.at ?? null;
    },
  };
}

const DAY = 86_400_000;

function within(boundaries: readonly number[]) {
  return sql<SqlBool>`at >= ${boundaries[0] ?? 0} and at < ${boundaries.at(-1) ?? 0}`;
}

/**
 * The number of the day of a turn, as arithmetic over runs of days of 24 hours; days on which the
 * clock is changed stand alone. A join with the days would be shorter, but PostgreSQL walks all of
 * them for each turn. The numbers are ours, never text.
 */
function dayOf(boundaries: readonly number[]) {
  const cases = runsOf(boundaries).map(({ day, from, until, even }) => {
    const past = even ? sql` + (at - ${sql.lit(from)}) / ${sql.lit(DAY)}` : sql``;
    return sql`when at < ${sql.lit(until)} then ${sql.lit(day)}${past}`;
  });
  return sql<number>`case ${sql.join(cases, sql` `)} end`;
}

interface Run extends Span {
  /** Its first day. */
  readonly day: number;
  readonly even: boolean;
}

function runsOf(boundaries: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  boundaries.slice(0, -1).forEach((from, day) => {
    const until = boundaries[day + 1] ?? from;
    const even = until - from === DAY;
    const last = runs.at(-1);
    if (last?.even && even) runs[runs.length - 1] = { ...last, until };
    else runs.push({ day, from, until, even });
  });
  return runs;
}

async function readFlowTurns(db: Kysely<Tables>, flow: string, { from, until }: Span) {
  const rows = await db
    .selectFrom('turns')
    .leftJoin('requests', (join) =>
      join
        .onRef('requests.conversation_id', '=', 'turns.conversation_id')
        .onRef('requests.turn', '=', 'turns.turn'),
    )
    .select(['turns.conversation_id', 'turns.decision', 'requests.id'])
    .where('turns.decision_kind', '=', 'flow')
    .where('turns.subject', '=', flow)
    .where('turns.at', '>=', from)
    .where('turns.at', '<', until)
    .orderBy('turns.at')
    .execute();
  return rows.map(({ conversation_id: conversation, decision, id }) => {
    const { step } = fromJson<Extract<Decision, { kind: 'flow' }>>(decision);
    return { conversation, step, sent: id !== null };
  });
}
