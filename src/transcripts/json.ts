import type { ExportedConversation } from './exported.ts';

/** All conversations as one JSON array, piece by piece. Times are milliseconds since 1970. */
export async function* toJson(
  conversations: AsyncIterable<ExportedConversation>,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const { summary, lines, turns } of conversations) {
    yield `${before}${JSON.stringify({ ...summary, lines, turns })}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
