import { type Kysely, sql } from 'kysely';
import type { Decision } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import type { EndingCount, InsightsStore, Span, TimeCount } from './insights-store.ts';
import { fromJson, type Tables } from './tables.ts';

/** Figures, each by one walk over an index that holds all it needs; see insights-migrations.ts. */
export function insightsQueries({ db }: Engine): InsightsStore {
  return {
    async countEndings(boundaries) {
      const { rows } = await sql<EndingCount>`
        with ${daysOf(boundaries)} select days.day, decision_kind as kind,
          case when decision_kind = 'unknown' then subject end as reason, count(*) as count
        from days join turns on at >= days.first and at < days.next
        group by 1, 2, 3 order by 1, 2, 3`.execute(db);
      return rows;
    },
    async countTimes(boundaries) {
      const { rows } = await sql<TimeCount>`
        with ${daysOf(boundaries)} select days.day, ceil(took) as milliseconds, count(*) as count
        from days join turns on at >= days.first and at < days.next
        where decision_kind not in ('welcome', 'vote')
        group by 1, 2 order by 1, 2`.execute(db);
      return rows;
    },
    async countShown({ from, until }) {
      const rows = await db
        .selectFrom('lines')
        .select((is) => ['entry', is.fn.countAll<number>().as('count')])
        .where('entry', 'is not', null)
        .where('at', '>=', from)
        .where('at', '<', until)
        .groupBy('entry')
        .execute();
      return new Map(rows.map(({ entry, count }) => [entry ?? '', count]));
    },
    async countVotes({ from, until }) {
      const rows = await db
        .selectFrom('turns')
        .select((is) => ['subject', 'helpful', is.fn.countAll<number>().as('count')])
        .where('decision_kind', '=', 'vote')
        .where('at', '>=', from)
        .where('at', '<', until)
        .groupBy(['subject', 'helpful'])
        .execute();
      return rows.map(({ subject, helpful, count }) => {
        return { entry: subject, helpful: helpful === 1, count };
      });
    },
    readFlowTurns: (flow, span) => readFlowTurns(db, flow, span),
    async firstTurnAt() {
      const row = await db
        .selectFrom('turns')
        .select((is) => is.fn.min<number | null>('at').as('at'))
        .executeTakeFirst();
      return row?.at ?? null;
    },
  };
}

/**
 * The days as a table of first moments, written out so that both engines go through them one by one
 * and read each day's part of the index. They are numbers of ours, never text.
 */
function daysOf(boundaries: readonly number[]) {
  const rows = boundaries.slice(0, -1).map((first, day) => {
    const next = boundaries[day + 1] ?? first;
    return sql`(${sql.lit(day)}, ${sql.lit(first)}, ${sql.lit(next)})`;
  });
  return sql`days(day, first, next) as (values ${sql.join(rows)})`;
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
