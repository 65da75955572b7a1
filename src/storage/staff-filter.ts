import {
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Engine } from './engine.ts';
import { bitOf } from './staff-record.ts';
import type { ConversationFilter, ListPlace, RequestFilter } from './staff-store.ts';
import { searchText, wordHashes } from './staff-words.ts';
import type { Tables } from './tables.ts';

type DeskQuery = SelectQueryBuilder<Tables, 'desk', object>;
type RequestQuery = SelectQueryBuilder<Tables, 'request_desk' | 'requests', object>;

/**
 * The conversations that a filter lets through. Marks are compared with literals, not parameters: only
 * then does SQLite use the index that holds the marked rows alone.
 */
export async function filterDesk(
  { db, sharesRows }: Engine,
  wordKey: Buffer,
  filter: ConversationFilter,
): Promise<{ readonly query: DeskQuery }> {
  const { ending, entries, channel, from, until, assignedTo, reviewed, words } = filter;
  let query: DeskQuery = db.selectFrom('desk');
  query = marked(query, 'urgency', filter.urgent);
  query = marked(query, 'unanswered', filter.unanswered);
  query = marked(query, 'thumbs_down', filter.thumbsDown);
  query = marked(query, 'requests', filter.booked);
  if (ending) query = query.where(sql<SqlBool>`(desk.endings & ${bitOf(ending)}) <> 0`);
  if (reviewed !== undefined) query = query.where('desk.reviewed', '=', reviewed ? 1 : 0);
  if (channel) query = query.where('desk.channel', '=', channel);
  if (from !== undefined) query = query.where('desk.last_at', '>=', from);
  if (until !== undefined) query = query.where('desk.last_at', '<', until);
  if (assignedTo) query = query.where('desk.assigned_to', '=', assignedTo);
  if (entries) query = (await answeredFrom(db, query, entries, sharesRows)).query;
  for (const hash of hashesOf(wordKey, words)) {
    const holders = db.selectFrom('desk_words').select('desk_number').where('hash', '=', hash);
    query = query.where('desk.number', 'in', holders);
  }
  return { query };
}

function marked(
  query: DeskQuery,
  mark: 'urgency' | 'unanswered' | 'thumbs_down' | 'requests',
  wanted: boolean | undefined,
): DeskQuery {
  if (wanted === undefined) return query;
  return query.where(`desk.${mark}`, wanted ? '>' : '=', sql.lit(0));
}

/** From so many lines on, it is faster to look into each conversation of the list for one of them. */
const MANY_LINES = 5_000;

/**
 * Conversations in which one of the entries was shown. Seldom shown ones are gathered first; often
 * shown ones are met soon on the way down the list. There the entry is spelled so that no index on it
 * fits: SQLite would otherwise read all its lines for each conversation.
 * @param weighs true when the engine weighs these two ways by itself, as PostgreSQL does
 */
async function answeredFrom(
  db: Kysely<Tables>,
  query: DeskQuery,
  entries: readonly string[],
  weighs: boolean,
): Promise<{ readonly query: DeskQuery }> {
  // A topic with no entries has no conversations, and an empty list is no SQL.
  const ids = entries.length === 0 ? [''] : entries;
  const lines = db
    .selectFrom('lines')
    .select('lines.conversation_id')
    .where('lines.entry', 'is not', null)
    .where('lines.entry', 'in', ids);
  if (weighs || !(await areMany(db, lines))) {
    return { query: query.where('desk.conversation_id', 'in', lines) };
  }
  const here = (is: ExpressionBuilder<Tables, 'desk'>) =>
    is
      .selectFrom('lines')
      .select('lines.sequence')
      .whereRef('lines.conversation_id', '=', 'desk.conversation_id')
      .where(sql<string>`lines.entry || ''`, 'in', ids);
  return { query: query.where((is) => is.exists(here(is))) };
}

async function areMany(db: Kysely<Tables>, lines: SelectQueryBuilder<Tables, 'lines', object>) {
  const { count } = await db
    .selectFrom(lines.limit(MANY_LINES).as('few'))
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count >= MANY_LINES;
}

/** Words that are all too common to be kept find nothing: no word has a negative hash. */
function hashesOf(wordKey: Buffer, words: string | undefined): readonly number[] {
  if (words === undefined || words.trim() === '') return [];
  const hashes = wordHashes(wordKey, searchText(words));
  return hashes.length === 0 ? [-1] : hashes;
}

/** From `place` on in the order of the list. Row values, so that the index is entered at the place. */
export function pageDesk(
  query: DeskQuery,
  place: ListPlace | null,
  direction: 'older' | 'newer',
): DeskQuery {
  const order = direction === 'older' ? 'desc' : 'asc';
  const sorted = query.orderBy('desk.last_at', order).orderBy('desk.conversation_id', order);
  if (place === null) return sorted;
  const than = direction === 'older' ? sql`<` : sql`>`;
  return sorted.where(
    sql<SqlBool>`(desk.last_at, desk.conversation_id) ${than} (${place.at}, ${place.id})`,
  );
}

/** The requests that a filter lets through. */
export function filterRequests(
  db: Kysely<Tables>,
  wordKey: Buffer,
  filter: RequestFilter,
): RequestQuery {
  const { status, open, kind, from, until, words, conversation, undelivered } = filter;
  let query: RequestQuery = db
    .selectFrom('request_desk')
    .innerJoin('requests', 'requests.id', 'request_desk.request_id');
  if (status) query = query.where('request_desk.status', '=', status);
  if (open) query = query.where('request_desk.status', 'in', ['new', 'called', 'booked']);
  if (kind) query = query.where('request_desk.kind', '=', kind);
  if (from !== undefined) query = query.where('request_desk.created_at', '>=', from);
  if (until !== undefined) query = query.where('request_desk.created_at', '<', until);
  if (conversation) query = query.where('requests.conversation_id', '=', conversation);
  if (undelivered) query = query.where('request_desk.request_id', 'in', givenUp(db));
  for (const hash of hashesOf(wordKey, words)) {
    const holders = db.selectFrom('request_words').select('request_id').where('hash', '=', hash);
    query = query.where('request_desk.request_id', 'in', holders);
  }
  return query;
}

function givenUp(db: Kysely<Tables>) {
  return db
    .selectFrom('outbox')
    .select('outbox.request_id')
    .where('outbox.dead', '=', 1)
    .where('outbox.delivered_at', 'is', null);
}

export function pageRequests(query: RequestQuery, place: ListPlace | null): RequestQuery {
  const sorted = query
    .orderBy('request_desk.created_at', 'desc')
    .orderBy('request_desk.request_id', 'desc');
  if (place === null) return sorted;
  return sorted.where(
    sql<SqlBool>`(request_desk.created_at, request_desk.request_id) < (${place.at}, ${place.id})`,
  );
}
