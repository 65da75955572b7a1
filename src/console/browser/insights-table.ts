/** What a chart shows, as it stands in a table. */
export interface Data {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

export interface Series {
  /** What it is drawn as; see insights-look.ts. */
  readonly name: string;
  readonly heading: string;
  /** NaN where there is nothing to tell: a gap. */
  readonly values: readonly number[];
}

/** The columns that `names` gives a name to, one for each after the first; `-` leaves one out. */
export function readTable(table: HTMLTableElement, names: string): Data {
  const headings = [...table.querySelectorAll('thead th')].slice(1);
  const rows = [...table.querySelectorAll('tbody tr')];
  const series = names.split(' ').map((name, column) => ({
    name,
    heading: textOf(headings[column]),
    values: rows.map((row) => Number.parseFloat(textOf(row.querySelectorAll('td')[column]))),
  }));
  return {
    labels: rows.map((row) => textOf(row.querySelector('th'))),
    series: series.filter(({ name }) => name !== '-'),
  };
}

function textOf(element: Element | null | undefined): string {
  return element?.textContent?.trim() ?? '';
}
