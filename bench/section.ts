/** What a section of the bench brings back: one row a measurement. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** One subject of the bench, in a file of its own; `run.ts` lists them. */
export interface Section {
  readonly name: string;
  readonly title: string;
  run(): Promise<Table>;
}
