import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { fillOf, lookOf } from './insights-look.ts';
import type { Data, Series } from './insights-table.ts';

// Only what is used goes into the bundle.
Chart.register(BarController, BarElement, LineController, LineElement, PointElement);
Chart.register(CategoryScale, LinearScale, Legend, Tooltip);

/** Pixels. */
const ROW = 34;
const FRAME = 90;
/** Pixels that a letter of a label takes, and the share of a chart's width that labels beside bars may. */
const LETTER = 7;
const LABELS = 0.42;

type Dataset = ChartDataset<'bar' | 'line', number[]>;

/** Draws data on a canvas; `kind` as in `Figure.chart`. Nothing moves: there is no animation. */
export function draw(canvas: HTMLCanvasElement, kind: string, data: Data): void {
  const { color, fontFamily } = getComputedStyle(canvas);
  Chart.defaults.color = color;
  Chart.defaults.font.family = fontFamily;
  Chart.defaults.font.size = 13;
  const across = kind === 'bars' || kind === 'parts';
  const frame = canvas.parentElement;
  if (across && frame) frame.style.height = `${data.labels.length * ROW + FRAME}px`;
  const line = Math.floor(((frame?.clientWidth ?? 0) * LABELS) / LETTER);
  const labels = data.labels.map((label) => (across ? folded(label, line) : label));
  new Chart(canvas, configuration(kind, across, labels, data, color));
}

function configuration(
  kind: string,
  across: boolean,
  shown: readonly (string | string[])[],
  { labels, series }: Data,
  color: string,
): ChartConfiguration<'bar' | 'line', number[]> {
  const stacked = kind === 'columns' || kind === 'parts';
  const values = { beginAtZero: true, stacked, ticks: { precision: 0 } };
  const names = { stacked, grid: { display: false }, ticks: { autoSkip: !across, maxRotation: 0 } };
  return {
    type: kind === 'lines' ? 'line' : 'bar',
    data: {
      labels: [...shown],
      datasets: series.map((one) => datasetOf(kind, one, color)),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: across ? 'y' : 'x',
      scales: across ? { x: values, y: names } : { x: names, y: values },
      interaction: { mode: 'index', axis: across ? 'y' : 'x', intersect: false },
      plugins: {
        legend: {
          position: 'bottom',
          labels: { boxWidth: 26, boxHeight: 14, usePointStyle: kind === 'lines' },
        },
        tooltip: { callbacks: { title: ([item]) => labels[item?.dataIndex ?? 0] ?? '' } },
      },
    },
  };
}

/** The period before, over stacked days, is a line: it is no part of them. */
function datasetOf(kind: string, { name, heading, values }: Series, text: string): Dataset {
  const look = lookOf(name, text);
  const shared = { label: heading, data: [...values], borderColor: look.colour };
  if (kind === 'lines' || (kind === 'columns' && name === 'before')) {
    return {
      ...shared,
      type: 'line',
      borderDash: [...look.dash],
      borderWidth: 2,
      // The legend shows a line over bars as its dashes alone.
      backgroundColor: kind === 'lines' ? look.colour : 'transparent',
      pointBackgroundColor: look.colour,
      pointStyle: look.point,
      pointRadius: values.length > 40 ? 0 : 3,
      ...(kind === 'columns' && { stack: name }),
    };
  }
  return { ...shared, type: 'bar', borderWidth: 1, backgroundColor: fillOf(look) };
}

/** A label in two lines of so many letters at most. */
function folded(label: string, line: number): string[] {
  if (label.length <= line) return [label];
  const space = label.lastIndexOf(' ', line);
  const cut = space > 0 ? space : line;
  const rest = label.slice(cut).trim();
  return [label.slice(0, cut), rest.length > line ? `${rest.slice(0, line - 1)}…` : rest];
}
