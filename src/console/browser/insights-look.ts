/*
 * What a series looks like. No two in one chart differ by colour alone: each has a pattern, a dash or
 * a point of its own. All colours have 3:1 and more on white; with forced colours all take the text's.
 */

type Pattern = 'full' | 'stripes' | 'backward' | 'dots' | 'grid' | 'light';

export interface Look {
  readonly colour: string;
  readonly pattern: Pattern;
  /** For lines: lengths of strokes and gaps. */
  readonly dash: readonly number[];
  readonly point: 'circle' | 'triangle' | 'rect';
}

const FULL = { pattern: 'full', dash: [], point: 'circle' } as const;

const LOOKS: Readonly<Record<string, Look>> = {
  answered: { ...FULL, colour: '#0b5563' },
  choices: { ...FULL, colour: '#8a5a00', pattern: 'stripes' },
  unknown: { ...FULL, colour: '#5b3fa3', pattern: 'dots' },
  urgent: { ...FULL, colour: '#9b1c1c', pattern: 'grid' },
  refused: { ...FULL, colour: '#4a5d61', pattern: 'backward' },
  now: { ...FULL, colour: '#0b5563' },
  before: { colour: '#5f6b6e', pattern: 'light', dash: [6, 4], point: 'rect' },
  up: { ...FULL, colour: '#1d5c33' },
  down: { ...FULL, colour: '#9b1c1c', pattern: 'stripes' },
  stayed: { ...FULL, colour: '#0b5563' },
  left: { ...FULL, colour: '#9b1c1c', pattern: 'stripes' },
  half: { ...FULL, colour: '#0b5563' },
  nearlyAll: { colour: '#8a5a00', pattern: 'stripes', dash: [6, 4], point: 'triangle' },
};

const FORCED = matchMedia('(forced-colors: active)').matches;

/** `text` is the colour of the page's text. */
export function lookOf(name: string, text: string): Look {
  const look = LOOKS[name] ?? { ...FULL, colour: text };
  return FORCED ? { ...look, colour: text } : look;
}

const SIZE = 8;

/** The look as a canvas fills with it. */
export function fillOf({ colour, pattern }: Look): CanvasPattern | string {
  if (pattern === 'full') return colour;
  const tile = document.createElement('canvas');
  tile.width = SIZE;
  tile.height = SIZE;
  const pen = tile.getContext('2d');
  if (!pen) return colour;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = 2;
  PATTERNS[pattern](pen);
  return pen.createPattern(tile, 'repeat') ?? colour;
}

type Pen = CanvasRenderingContext2D;

const PATTERNS: Readonly<Record<Exclude<Pattern, 'full'>, (pen: Pen) => void>> = {
  stripes: (pen) => slanted(pen, 1),
  backward: (pen) => slanted(pen, -1),
  dots(pen) {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, 1.7, 0, 2 * Math.PI);
      pen.fill();
    }
  },
  grid(pen) {
    pen.strokeRect(0, 0, SIZE, SIZE);
    pen.fillRect(3, 3, 3, 3);
  },
  light(pen) {
    pen.globalAlpha = 0.25;
    pen.fillRect(0, 0, SIZE, SIZE);
  },
};

/** Stripes that go on in the next tile: three of them, one through the middle. */
function slanted(pen: Pen, way: 1 | -1): void {
  pen.beginPath();
  for (const shift of [-SIZE, 0, SIZE]) {
    pen.moveTo(shift, way === 1 ? SIZE : 0);
    pen.lineTo(shift + SIZE, way === 1 ? 0 : SIZE);
  }
  pen.stroke();
}
