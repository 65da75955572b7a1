/** Measures one engine at one size in a process of its own, so that memory is its own too. */
import { loadContent } from '../src/content/load.ts';
import { findables } from '../src/core/findables.ts';
import type { Findable } from '../src/core/search.ts';
import { type Ask, engines } from './engines.ts';
import { blowUp } from './many-phrasings.ts';

export interface Measure {
  readonly engine: string;
  readonly phrasings: number;
  readonly questions: number;
  readonly secondsToTrain: number;
  /** Resident memory over the process before, in megabytes; in training it may have been higher. */
  readonly megabytes: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the content's test questions, the share whose target came first; all entries as written. */
  readonly rightFirst: number;
}

const [name = '', size = '', seconds = '20'] = process.argv.slice(2);
const engine = engines[name];
if (engine === undefined) throw new Error(`no engine is called ${name}`);
const content = await loadContent('.');
const found = findables(content);
const tests = found.flatMap(({ target, tests = [] }) => tests.map((text) => ({ target, text })));
const stored = blowUp(found, Number(size)).map((each) => ({ ...each, tests: [] }));
globalThis.gc?.();
const before = process.memoryUsage().rss;
const begun = performance.now();
const ask = await engine(stored, content.outOfScope);
const secondsToTrain = (performance.now() - begun) / 1000;
globalThis.gc?.();
const measured = await measure(ask, Number(seconds));
const megabytes = Math.max(0, process.memoryUsage().rss - before) / 1e6;
const phrasings = count(stored);
const result: Measure = { engine: name, phrasings, secondsToTrain, megabytes, ...measured };
console.log(JSON.stringify(result));

/** Asks the tests, in an order that repeats none soon, until time is up. */
async function measure(ask: Ask, seconds: number) {
  const times: number[] = [];
  let right = 0;
  for (const { text } of tests.slice(0, 20)) await ask(text);
  const until = performance.now() + seconds * 1000;
  for (let k = 0; k < tests.length && (performance.now() < until || times.length < 15); k++) {
    const test = tests[(k * 389) % tests.length];
    if (test === undefined) continue;
    const started = performance.now();
    const target = await ask(test.text);
    times.push(performance.now() - started);
    if (target === test.target) right++;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  return { questions: times.length, p50: at(0.5), p99: at(0.99), rightFirst: right / times.length };
}

function count(all: readonly Findable[]): number {
  return all.reduce((sum, { phrasings }) => sum + phrasings.length, 0);
}
