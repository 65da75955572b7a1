import { draw } from './insights-chart.ts';
import { readTable } from './insights-table.ts';

/*
 * Draws each table that asks for it as a chart, and folds the table behind it: it stays there for
 * whoever hears the page or wants the figures themselves.
 */
for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-chart]')) {
  const table = details.querySelector('table');
  if (!table) continue;
  const frame = document.createElement('div');
  frame.className = 'chart';
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', details.dataset.label ?? '');
  frame.append(canvas);
  details.before(frame);
  draw(canvas, details.dataset.chart ?? '', readTable(table, details.dataset.series ?? ''));
  details.open = false;
}
