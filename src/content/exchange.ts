import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { stringify as toYaml } from 'yaml';
import type { Content, Entry } from '../core/guide.ts';
import { entryIdOf } from '../core/suggestion.ts';
import type { Problem } from './problems.ts';
import type { ContentFile } from './read.ts';

/**
 * The knowledge base as tables, for spreadsheets and other products: CSV, the tab-separated form of
 * QnA Maker and Custom Question Answering, and JSON. One row a question; rows of one answer belong
 * together.
 */
export type Format = 'csv' | 'tsv' | 'json';

export function exportEntries(content: Content, format: Format): string {
  const entries = [...content.entries.values()];
  switch (format) {
    case 'csv':
      return stringify(entries.flatMap(csvRows), { header: true });
    case 'tsv':
      return stringify(entries.flatMap(tsvRows), { header: true, delimiter: '\t' });
    case 'json':
      return `${JSON.stringify(entries, null, 2)}\n`;
  }
}

function csvRows(entry: Entry): readonly Record<string, string>[] {
  return questionsOf(entry).map((question) => ({
    question: inert(question),
    answer: inert(plainAnswer(entry)),
    source: entry.sources.map(({ id }) => id).join(' '),
    status: entry.status,
    reviewed: entry.reviewed ?? '',
    id: entry.id,
  }));
}

/** Columns as QnA Maker's own export names them; an answer's line breaks are written `\n`. */
function tsvRows(entry: Entry): readonly Record<string, string>[] {
  return questionsOf(entry).map((question) => ({
    Question: inert(question),
    Answer: inert(plainAnswer(entry).replaceAll('\n', '\\n')),
    Source: entry.sources.map(({ id }) => id).join(' ') || 'Editorial',
    Metadata: `id:${entry.id}|status:${entry.status}|reviewed:${entry.reviewed ?? 'never'}`,
    SuggestedQuestions: '[]',
    IsContextOnly: 'False',
    Prompts: '[]',
    QnaId: entry.id,
  }));
}

function questionsOf(entry: Entry): readonly string[] {
  return [entry.title, ...entry.phrasings];
}

function plainAnswer(entry: Entry): string {
  return entry.body.replace(/\s*\[\^\w+\]/g, '');
}

/** A cell that begins like a formula is written as words, so that no spreadsheet runs it. */
export function inert(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** New draft entries from a table, or every line that is wrong. */
export type Imported =
  | { readonly ok: true; readonly files: readonly ContentFile[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface Row {
  readonly question: string;
  readonly answer: string;
  readonly line: number;
}

/**
 * Makes draft entries from a CSV or TSV with a question and an answer column (any case). Rows with
 * the same answer become one entry; its first question is the title.
 */
export function importEntries(file: string, text: string, existing: ReadonlySet<string>): Imported {
  const problems: Problem[] = [];
  const report = (line: number, field: string, message: string) =>
    problems.push({ severity: 'error', rule: 'import', file, line, field, message });
  const rows = readRows(file, text, report);
  const groups = byAnswer(rows);
  const taken = new Set(existing);
  const files = [...groups].flatMap(([answer, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const id = entryIdOf(first.question);
    if (id === '') report(first.line, 'question', 'needs words to make an id from');
    if (taken.has(id)) report(first.line, 'question', `there is an entry ${id} already`);
    taken.add(id);
    const phrasings = [...new Set(group.map(({ question }) => question))];
    return [{ file: `knowledge/${id}.md`, text: draftFile(id, first.question, phrasings, answer) }];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, files };
}

type Report = (line: number, field: string, message: string) => void;

function readRows(file: string, text: string, report: Report): readonly Row[] {
  const delimiter = /\.tsv$/i.test(file) ? '\t' : ',';
  const quoted = delimiter === '\t' ? { quote: false as const } : {};
  let records: readonly { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter,
      info: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      ...quoted,
    });
  } catch (error) {
    report(1, '', `cannot be read as a table: ${error instanceof Error ? error.message : ''}`);
    return [];
  }
  const columns = Object.keys(records[0]?.record ?? {});
  for (const name of ['question', 'answer']) {
    if (!columns.includes(name)) report(1, name, `needs a column named ${name}`);
  }
  if (!columns.includes('question') || !columns.includes('answer')) return [];
  return records.flatMap(({ record, info }) => readRow(record, info.lines, report));
}

function readRow(record: Record<string, string>, line: number, report: Report): readonly Row[] {
  const question = clean(record.question);
  const answer = clean(record.answer?.replaceAll('\\n', '\n'));
  if (question === '') report(line, 'question', 'must not be empty');
  if (answer === '') report(line, 'answer', 'must not be empty');
  return question === '' || answer === '' ? [] : [{ question, answer, line }];
}

function byAnswer(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.answer, [...(groups.get(row.answer) ?? []), row]);
  return groups;
}

function clean(cell: string | undefined): string {
  return (cell ?? '').replace(/^'(?=[=+\-@])/, '').trim();
}

/** The file of a new entry that nobody has reviewed. */
export function draftFile(
  id: string,
  title: string,
  phrasings: readonly string[],
  answer: string,
): string {
  const front = {
    id,
    title,
    topics: [],
    status: 'draft',
    reviewer: null,
    reviewed: null,
    sources: [],
    phrasings,
    tests: [],
    next: [],
  };
  return `---\n${toYaml(front, { lineWidth: 0 })}---\n${answer}\n`;
}
