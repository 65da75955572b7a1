import { stringify } from 'csv-stringify/sync';
import { safeCell } from '../../transcripts/cells.ts';
import type { Answer } from '../route.ts';

type Cell = string | number | null;

/** A table as a file. Cells that a spreadsheet would take for a formula begin with a quote mark. */
export function csvFile(name: string, rows: readonly (readonly Cell[])[]): Answer {
  const safe = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell)),
  );
  const text = stringify(safe, { escape_formulas: true, bom: true });
  return { kind: 'file', name, type: 'text/csv; charset=utf-8', text };
}
