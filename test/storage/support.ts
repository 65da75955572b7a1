import { StoreError } from '../../src/storage/errors.ts';
import type { TestDatabase } from '../helpers/databases.ts';

/** How a call ended: `saved`, or the code of its StoreError. Other errors go on. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'saved';
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

const TABLES = [
  'conversations',
  'turns',
  'lines',
  'requests',
  'outbox',
  'meta',
  'desk',
  'desk_words',
  'notes',
  'corrections',
  'request_desk',
  'request_steps',
  'request_words',
  'staff_accounts',
  'staff_tokens',
  'suggestions',
  'settled_questions',
  'tombstones',
];

/** Every value of every row, as text. */
export async function everyCell(database: TestDatabase): Promise<readonly string[]> {
  const cells: string[] = [];
  for (const table of TABLES) {
    const rows = await database.query(`select * from ${table}`);
    for (const row of rows) cells.push(...Object.values(row).map(String));
  }
  return cells;
}
