/**
 * Draws `docs/search-reliability.svg`: of answers at a confidence, the share that was right or of the
 * same topic, with the threshold down so that unsure ones are drawn too. Half of the content's test
 * questions fit the curves, the other half is drawn, then the other way round.
 * Run: `npx tsx bench/reliability.ts`
 */
import { writeFileSync } from 'node:fs';
import { loadContent } from '../src/content/load.ts';
import { findables, shareTopic } from '../src/core/findables.ts';
import { verdictOf } from '../src/core/verdict.ts';
import { openSearch } from '../src/search/open.ts';
import { trainSearch } from '../src/search/train.ts';
import { loadWordVectors } from '../src/search/word-vectors.ts';

interface Point {
  readonly confidence: number;
  readonly right: boolean;
}

const content = await loadContent('.');
const all = findables(content);
const vectors = loadWordVectors();
const points = [0, 1].flatMap(judgeHalf);
const bins = Array.from({ length: 10 }, (_, bin) =>
  points.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin),
);
for (const [bin, inside] of bins.entries()) {
  console.log(`${bin / 10}-${(bin + 1) / 10}`, inside.length, share(inside).toFixed(2));
}
writeFileSync('docs/search-reliability.svg', draw());

function judgeHalf(half: number): readonly Point[] {
  const isFitted = (at: number) => at % 2 === half;
  const fitted = all.map((each) => ({
    ...each,
    tests: each.tests?.filter((_, at) => isFitted(at)) ?? [],
  }));
  const model = trainSearch(fitted, content.outOfScope, { version: 'bench', vectors });
  const open = openSearch(model, vectors);
  const search = { ...open, thresholds: { ...open.thresholds, answer: 0, margin: -1 } };
  const shelf = { search, content, signedOnly: false };
  return [...content.entries.values()].flatMap(({ id, topics, tests }) =>
    tests
      .filter((_, at) => !isFitted(at))
      .flatMap((text) => {
        const verdict = verdictOf(shelf, search.find(text), text);
        if (verdict.kind !== 'answer') return [];
        const right =
          verdict.id === id || shareTopic(content.entries.get(verdict.id)?.topics, topics);
        return [{ confidence: verdict.confidence, right }];
      }),
  );
}

function share(inside: readonly Point[]): number {
  return inside.filter(({ right }) => right).length / Math.max(1, inside.length);
}

function draw(): string {
  const x = (value: number) => 50 + value * 300;
  const y = (value: number) => 350 - value * 300;
  const marks = bins.map((inside, bin) => {
    if (inside.length === 0) return '';
    const mean = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const radius = 3 + Math.sqrt(inside.length) / 2.5;
    const title = `${inside.length} questions at ${(bin / 10).toFixed(1)}: ${share(inside).toFixed(2)} right`;
    return `<circle cx="${x(mean).toFixed(1)}" cy="${y(share(inside)).toFixed(1)}" r="${radius.toFixed(1)}" fill="#1f6f78"><title>${title}</title></circle>`;
  });
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (value) =>
      `<text x="${x(value)}" y="370" text-anchor="middle">${value}</text><text x="42" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 400" font-family="sans-serif" font-size="11" role="img" aria-label="Share right against confidence">
<rect width="380" height="400" fill="#fff"/>
<path d="M50 50V350H350" fill="none" stroke="#555"/>
<path d="M50 350L350 50" stroke="#aaa" stroke-dasharray="4 4"/>
${ticks.join('\n')}
${marks.join('\n')}
<text x="200" y="392" text-anchor="middle">confidence shown to staff</text>
<text x="14" y="200" text-anchor="middle" transform="rotate(-90 14 200)">share that was right</text>
</svg>
`;
}
