import { performance } from 'node:perf_hooks';
import { readPeriod } from '../src/console/period.ts';
import type { Decision } from '../src/core/conversation.ts';
import type { ConversationFilter, StaffStore } from '../src/storage/staff-store.ts';
import type { Store, Turn } from '../src/storage/store.ts';
import { ENGINES } from '../test/helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../test/helpers/turns.ts';

/*
 * What staff wait for with many messages kept: the list, each filter, search, opening one, on both
 * engines. Usage: npx tsx bench/console.ts [messages] [SQLite|PostgreSQL], by default 1,000,000 on both.
 * Filling takes minutes.
 */

const LINES_A_TURN = 5;
const TURNS = 2;
const REPEATS = 7;

/** Words as often as in life: a few everywhere, most of them seldom. */
const WORDS = 'sore needle calf run achilles bruise pain tomorrow book price swim knee heel'.split(
  ' ',
);

async function fill(store: Store, messages: number, onProgress: (share: number) => void) {
  const conversations = Math.ceil(messages / LINES_A_TURN / TURNS);
  for (let n = 0; n < conversations; n += 1) {
    for (let version = 1; version <= TURNS; version += 1) {
      const at = NOON - (conversations - n) * 60_000;
      const conversation = { ...conversationAt(`conversation-${n}`, version), lastAt: at };
      await store.saveTurn(turnOf(conversation, n, version));
    }
    if (n % 500 === 0) onProgress(n / conversations);
  }
  return conversations;
}

function turnOf(conversation: Turn['conversation'], n: number, version: number): Turn {
  const word = (by: number) =>
    WORDS[Math.floor(((n * 7919 + by * 104_729) % 97) ** 1.2) % WORDS.length];
  const text = `${word(version)} ${word(version + 1)} after word${n % 30_000} ${version === 1 ? `rare${n}` : ''}`;
  if (version === TURNS && n % 50 === 0) {
    return bookingTurn(conversation, `m${version}`, `DN-${n}`, {
      name: `Name${n} Family${n % 900}`,
    });
  }
  const turn = answeredTurn(conversation, `m${version}`, text);
  const [reply] = turn.replies;
  const replies = reply ? Array.from({ length: LINES_A_TURN - 1 }, () => reply) : [];
  return { ...turn, replies, decision: decisionOf(n, version), took: 1 + (n % 397) / 10 };
}

function decisionOf(n: number, version: number): Decision {
  if (n % 200 === 7) return { kind: 'urgent', rule: 'chest', urgency: 'emergency' };
  if (n % 12 === 5) return { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0.1 };
  if (n % 5_000 === 9 && version === TURNS) return { kind: 'private', rule: 'payment-card' };
  const entry = `entry-${n % 97}`;
  if (n % 10 === 3) return { kind: 'choices', choices: [entry], confidence: 0.4 };
  if (version === TURNS && n % 10 === 8) return { kind: 'vote', entry, helpful: n % 3 > 0 };
  if (n % 10 === 6) {
    const step = ['patient', 'name', 'contact', 'times'][n % 4] ?? null;
    return { kind: 'flow', flow: 'booking', event: 'continued', step };
  }
  return { kind: 'answer', entries: [entry], confidence: 0.9 };
}

const LISTS: readonly (readonly [string, ConversationFilter])[] = [
  ['list', {}],
  ['urgent, not reviewed', { urgent: true, reviewed: false }],
  ['not answered', { unanswered: true }],
  ['not helpful', { thumbsDown: true }],
  ['sent a request', { booked: true }],
  ['a rare ending', { ending: 'private' }],
  ['a common topic', { entries: ['soreness-how-long'] }],
  ['a topic never answered', { entries: ['ice'] }],
  ['one old week', { from: NOON - 60 * 86_400_000, until: NOON - 53 * 86_400_000 }],
  ['search: a common word', { words: 'sore' }],
  ['search: two common words', { words: 'sore needle' }],
  ['search: a rare word', { words: 'rare77' }],
  ['search: nothing', { words: 'nothinglikethis' }],
  ['search and filter', { words: 'calf', unanswered: true, reviewed: false }],
];

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < REPEATS; n += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((one, other) => one - other)[Math.floor(REPEATS / 2)] ?? 0;
}

async function measure(store: Store, staff: StaffStore, conversations: number) {
  const middle = `conversation-${Math.floor(conversations / 2)}`;
  const place = { at: NOON - Math.floor(conversations / 2) * 60_000, id: middle };
  const rows: [string, number][] = [];
  for (const [name, filter] of LISTS) {
    rows.push([name, await median(() => staff.listConversations(filter, null, 31))]);
  }
  rows.push(['list, half-way down', await median(() => staff.listConversations({}, place, 31))]);
  rows.push([
    'count to 101, not answered',
    await median(() => staff.countConversations({ unanswered: true, reviewed: false }, 101)),
  ]);
  rows.push([
    'open one',
    await median(async () => {
      await staff.findListed(middle);
      await store.readTranscript(middle, 0, 300);
      await staff.readTurns(middle, 1, 300);
    }),
  ]);
  rows.push(['bookings', await median(() => staff.listRequests({ open: true }, null, 31))]);
  rows.push([
    'bookings by name',
    await median(() => staff.listRequests({ words: 'name100' }, null, 31)),
  ]);
  const since = NOON - 90 * 86_400_000;
  rows.push(['what is to learn, 500', await median(() => staff.listMissed(since, 500))]);
  rows.push(['what is to learn, counted', await median(() => staff.listMissed(since, 101))]);
  return [...rows, ...(await measureFigures(staff))];
}

/** Ninety days beside the ninety before, in which all that was filled lies. */
async function measureFigures(staff: StaffStore) {
  const query = new URLSearchParams({ days: '90' });
  const { boundaries, now, before } = readPeriod(query, NOON, 'Europe/London');
  const both = { from: before.from, until: now.until };
  const end = { at: now.until, conversation: '', turn: 0 };
  const figures: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['figures: endings a day', () => staff.countEndings(boundaries)],
    ['figures: times a day', () => staff.countTimes(boundaries)],
    ['figures: answers shown', () => staff.countShown(both, now.from)],
    ['figures: votes', () => staff.countVotes(now)],
    ['figures: bookings', () => staff.readFlowTurns('booking', now)],
    ['figures: 500 not answered', () => staff.readMissedTurns(end, 500)],
  ];
  const rows: [string, number][] = [];
  for (const [name, work] of figures) rows.push([name, await median(work)]);
  return rows;
}

const messages = Number(process.argv[2] ?? 1_000_000);
const only = process.argv[3];
for (const engine of ENGINES.filter(({ name }) => only === undefined || name === only)) {
  const database = await engine.create();
  const { store, staff } = await database.openBoth();
  const began = performance.now();
  const conversations = await fill(store, messages, (share) =>
    process.stderr.write(`\r${engine.name}: ${Math.round(share * 100)} % filled `),
  );
  const took = (performance.now() - began) / 1000;
  if (engine.name === 'PostgreSQL') await database.query('analyze');
  console.log(
    `\n${engine.name}: ${messages} messages, ${conversations} conversations, filled in ${took.toFixed(0)} s`,
  );
  for (const [name, time] of await measure(store, staff, conversations)) {
    console.log(`  ${name.padEnd(32)} ${time.toFixed(1).padStart(8)} ms`);
  }
  await database.drop();
}
process.exit(0);
