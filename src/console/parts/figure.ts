import { type Html, html } from '../../html.ts';
import type { Figure, Row } from '../figures/figure.ts';
import { insightsLabels as text } from '../labels/insights.ts';
import { address, changed } from './address.ts';
import { table } from './table.ts';

const PATH = '/staff/insights';
/** Rows shown of a list from the most on; days are shown all. */
const MOST = 10;

/**
 * A table that the page's script draws as a chart, folding the table behind it; see
 * `browser/insights.ts`. The chart reads the table, so that nothing is said twice. Without script
 * the table stands open.
 */
export function figurePart(figure: Figure, query: URLSearchParams, hint: string): Html {
  const { id, rows, chart } = figure;
  const [title] = text.figures[id];
  const file = address(`${PATH}/${id}.csv`, changed(query, {}));
  return html`<section class="figure${isDaily(chart) && ' wide'}" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="hint">${hint}</p>
${
  rows.length === 0
    ? html`<p class="empty">${text.none}</p>`
    : html`${shown(figure, title)}
<p class="files"><a href="${file}">${text.csv}<span class="unseen">: ${title}</span></a></p>`
}
</section>`;
}

function isDaily(chart: Figure['chart']): boolean {
  return chart === 'columns' || chart === 'lines';
}

function shown(figure: Figure, title: string): Html {
  const { chart, heading, columns, rows } = figure;
  const first = isDaily(chart) ? rows : rows.slice(0, MOST);
  const headings = [heading, ...columns.map((column) => column.heading)];
  const whole = html`${table(title, headings, first.map(cells))}
${first.length < rows.length && html`<p class="hint">${text.most.replace('{shown}', String(first.length)).replace('{all}', String(rows.length))}</p>`}`;
  if (chart === 'table') return whole;
  const series = columns.map((column) => column.series ?? '-').join(' ');
  const label = text.chart.replace('{title}', title);
  return html`<details open data-chart="${chart}" data-series="${series}" data-label="${label}">
<summary>${text.asTable}<span class="unseen">: ${title}</span></summary>
${whole}
</details>`;
}

function cells({ label, href, values }: Row): readonly (Html | string | number)[] {
  const first = href === undefined ? label : html`<a href="${href}">${label}</a>`;
  return [first, ...values.map((value) => value ?? text.noValue)];
}
