import { buildContent } from '../content/load.ts';
import type { ContentFile } from '../content/read.ts';
import type { Guide } from '../core/guide.ts';
import { guideFrom } from '../open-guide.ts';
import { type Judge, judgeWith } from '../replay/judge.ts';
import { searchFor } from '../search/search-for.ts';
import type { ArchivedTurn } from '../storage/archive-store.ts';

/** Content as files, and where its learned search is kept already. */
export interface Shelf {
  readonly files: readonly ContentFile[];
  readonly searchDirectory: string;
}

/** What a worker is told first. */
export interface ReplayOrder {
  readonly before: 'saved' | Shelf;
  readonly after: Shelf;
  readonly signedOnly: boolean;
}

/*
 * One of the processes that decide past turns again. The first message is its order; every other is
 * a batch of turns, answered with a verdict for each. It ends with the process that asked.
 */
let judge: Promise<Judge> | undefined;

process.on('message', async (message: ReplayOrder | readonly ArchivedTurn[]) => {
  if ('after' in message) judge = openJudge(message);
  else process.send?.((await judge)?.(message));
});

async function openJudge({ before, after, signedOnly }: ReplayOrder): Promise<Judge> {
  const open = async ({ files, searchDirectory }: Shelf): Promise<Guide> => {
    const content = buildContent(files);
    return guideFrom(content, await searchFor(content, searchDirectory), signedOnly);
  };
  return judgeWith(before === 'saved' ? 'saved' : await open(before), await open(after));
}
