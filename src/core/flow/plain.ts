import { tidy, words } from '../text.ts';

/** Words only, one space apart, in the one plain form: how phrases and what is said are compared. */
export function plain(text: string): string {
  return words(tidy(text)).join(' ');
}

/** Drops words that carry nothing from both ends, but never all of them. `said` is plain. */
export function withoutFillers(said: string, fillers: readonly string[]): string {
  const tokens = said.split(' ');
  let from = 0;
  let to = tokens.length;
  while (to - from > 1 && fillers.includes(tokens[from] ?? '')) from++;
  while (to - from > 1 && fillers.includes(tokens[to - 1] ?? '')) to--;
  return tokens.slice(from, to).join(' ');
}

/** Whether whole words of `said` spell `phrase`; both are plain. */
export function holds(said: string, phrase: string): boolean {
  return phrase !== '' && ` ${said} `.includes(` ${phrase} `);
}
