/** Words of a message that match an expression: `tokens` are their positions, gaps left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly number[];
}

/** No span is longer: the cost of joining them stays linear. */
export const LONGEST = 24;

/** Spans in order, and by their first word. */
export interface GroupSpans {
  readonly all: readonly Span[];
  /** By first word. */
  readonly from: readonly (readonly Span[] | undefined)[];
}

export const NONE: GroupSpans = { all: [], from: [] };

/** In order of place, twins and the overlong left out. */
export function groupSpans(spans: readonly Span[]): GroupSpans {
  if (spans.length === 0) return NONE;
  const from: Span[][] = [];
  for (const span of spans) {
    if (span.end - span.start > LONGEST) continue;
    from[span.start] ??= [];
    const here = from[span.start];
    if (here && !here.some((other) => isSame(other, span))) here.push(span);
  }
  return { all: from.flat(), from };
}

/** Equal ends are not enough: one of two readings may hold the "not" that belongs to the sign. */
function isSame(a: Span, b: Span): boolean {
  return (
    a.tokens.length === b.tokens.length && a.tokens.every((token, at) => token === b.tokens[at])
  );
}

export function spanOf(tokens: readonly number[]): Span {
  return { start: Math.min(...tokens), end: Math.max(...tokens), tokens };
}

/** One span over all of several. */
export function joinSpans(spans: readonly Span[]): Span {
  return spanOf([...new Set(spans.flatMap((span) => span.tokens))].sort((a, b) => a - b));
}
