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
/** Letters of a label beside a bar, in a line. */
const LINE = 26;

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
  new Chart(canvas, configuration(kind, across, data, color));
}

function configuration(
  kind: string,
  across: boolean,
  { labels, series }: Data,
  color: string,
): ChartConfiguration<'bar' | 'line', number[]> {
  const stacked = kind === 'columns' || kind === 'parts';
  const values = { beginAtZero: true, stacked, ticks: { precision: 0 } };
  const names = { stacked, grid: { display: false }, ticks: { autoSkip: !across, maxRotation: 0 } };
  return {
    type: kind === 'lines' ? 'line' : 'bar',
    data: {
      labels: labels.map((label) => (across ? folded(label) : label)),
      datasets: series.map((one) => datasetOf(kind, one, color)),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: across ? 'y' : 'x',
      scales: across ? { x: values, y: names } : { x: names, y: values },
      interaction: { mode: 'index', axis: across ? 'y' : 'x', intersect: false },
      plugins: {
        legend: { position: 'bottom', labels: { boxWidth: 26, boxHeight: 14 } },
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
      backgroundColor: look.colour,
      pointStyle: look.point,
      pointRadius: values.length > 40 ? 0 : 3,
      ...(kind === 'columns' && { stack: name }),
    };
  }
  return { ...shared, type: 'bar', borderWidth: 1, backgroundColor: fillOf(look) };
}

/** A label in two lines at most. */
function folded(label: string): string[] {
  if (label.length <= LINE) return [label];
  const space = label.lastIndexOf(' ', LINE);
  const cut = space > 0 ? space : LINE;
  const rest = label.slice(cut).trim();
  return [label.slice(0, cut), rest.length > LINE ? `${rest.slice(0, LINE - 1)}…` : rest];
}
