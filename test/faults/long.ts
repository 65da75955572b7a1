import { createPostgres, createSqlite } from '../helpers/databases.ts';
import { type CrashReport, crashAgainAndAgain, NOTHING_LOST } from './crash.ts';

/*
 * The long fault test, `npm run test:faults [kills] [bookings]`: 500 kills and 10,000 bookings on
 * each database. Takes about ten minutes.
 */

const [kills = 500, bookings = 10_000] = process.argv.slice(2).map(Number);
const databases = { SQLite: createSqlite, PostgreSQL: createPostgres };

for (const [name, create] of Object.entries(databases)) {
  const database = await create();
  const begun = performance.now();
  const report = await crashAgainAndAgain(database, {
    kills,
    bookings,
    lanes: 6,
    longestLife: 400,
    onKill: (done, acknowledged) => show(`${name}: ${done} kills, ${acknowledged} bookings`),
  });
  await database.drop();
  show('');
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(`${name}: ${JSON.stringify(report)} in ${seconds} s`);
  if (!isAsItMustBe(report)) process.exitCode = 1;
}
console.log(process.exitCode ? 'Something was lost or doubled.' : 'Nothing lost, nothing doubled.');
process.exit();

function isAsItMustBe(report: CrashReport): boolean {
  return Object.entries({ ...report, ...NOTHING_LOST }).every(
    ([name, value]) => Reflect.get(report, name) === value,
  );
}

/** One line that is written over, when there is a terminal to see it. */
function show(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
