import type { Progress } from '../search/search-for.ts';

/** Shows how far long work has come, on one line of standard error that is wiped at the end. */
export function showProgress({ stage, done, all }: Progress): void {
  if (!process.stderr.isTTY) return;
  const share = all === 0 ? 1 : done / all;
  const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░');
  process.stderr.write(share >= 1 ? '\r\u001b[K' : `\r${bar} ${stage}`);
}
