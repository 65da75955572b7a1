import type { ArchivedTurn } from '../../storage/archive-store.ts';
import type { NewSuggestion } from '../../storage/suggestions-store.ts';
import type { WorkDeps } from './conversation-work.ts';
import { DAY, HOUR, workingTime } from './moments.ts';
import type { Act } from './staff.ts';

/** Each missed question is taught so often at most: the rest waits, for whoever tries the desk. */
const TAUGHT = 2;
/** The latest missed questions wait for somebody. */
const WAITS = 3 * DAY;

/** What staff did with missed questions: marked the right entry, and suggested changes. */
export async function teachingWork(deps: WorkDeps): Promise<readonly Act[]> {
  const missed = await deps.staff.readMissedTurns(null, 1_000);
  const old = missed.filter(({ message }) => message.at < deps.until - WAITS);
  return [
    ...deps.words.unanswered.flatMap(({ entry, wordings }) =>
      entry === undefined
        ? []
        : old
            .filter(({ message }) => wordings.includes(message.text))
            .slice(0, TAUGHT)
            .flatMap((turn) => teach(deps, turn, entry)),
    ),
    ...deps.words.staff.drafts.map((draft, index) => {
      const at = deps.until - (2 + index) * DAY;
      return suggest(deps, at, null, `draft-${index}`, { kind: 'draft', ...draft });
    }),
  ];
}

function teach(deps: WorkDeps, turn: ArchivedTurn, entry: string): readonly Act[] {
  const { staff, who, timeZone, chance } = deps;
  const { conversation, turn: number, message } = turn;
  const at = workingTime(message.at + chance.between(HOUR, 2 * DAY), timeZone);
  const accountId = who.clinician;
  const correction = { conversation, turn: number, entry, accountId, at };
  const from = { conversation, turn: number };
  return [
    {
      at,
      actor: accountId,
      action: 'marked-wrong',
      subject: conversation,
      work: () => staff.setCorrection(correction),
    },
    suggest(deps, at + 20_000, from, `${conversation}-${number}`, {
      kind: 'phrasing',
      entry,
      text: message.text,
    }),
  ];
}

function suggest(
  { staff, who }: WorkDeps,
  at: number,
  from: NewSuggestion['from'],
  id: string,
  proposal: NewSuggestion['proposal'],
): Act {
  const accountId = who.clinician;
  const suggestion = { id: `demo-${id}`, at, accountId, from, proposal };
  const work = () => staff.addSuggestion(suggestion);
  return { at, actor: accountId, action: null, subject: proposal.entry, work };
}
