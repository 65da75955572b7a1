import type { Decision } from '../../core/conversation.ts';
import type { ArchivedTurn, TurnPlace } from '../../storage/archive-store.ts';
import type { NewSuggestion } from '../../storage/suggestions-store.ts';
import { PAGE, type WorkDeps } from './conversation-work.ts';
import { DAY, HOUR, workingTime } from './moments.ts';
import { readAll } from './read-all.ts';
import type { Act } from './staff.ts';

/** Each question is taught so often at most: the rest waits, for whoever tries the desk. */
const TAUGHT = 2;
/** The latest questions wait for somebody. */
const WAITS = 3 * DAY;

/** What staff did with questions that went wrong: marked the right entry, and suggested changes. */
export async function teachingWork(deps: WorkDeps): Promise<readonly Act[]> {
  const all = await readAll(
    (place: TurnPlace | null) => deps.staff.readTextTurns(place, PAGE),
    ({ conversation, turn, message }) => ({ at: message.at, conversation, turn }),
  );
  const turns = all.filter(({ message }) => message.at < deps.until - WAITS);
  const taught = deps.words.unanswered.flatMap(({ entry, wordings }) => {
    if (entry === undefined) return [];
    const wrong = turns.filter(
      ({ message, decision }) => wordings.includes(message.text) && !answers(decision, entry),
    );
    return wrong.slice(0, TAUGHT).flatMap((turn) => teach(deps, turn, entry));
  });
  const drafts = deps.words.staff.drafts.map((draft, index) => {
    const at = deps.until - (2 + index) * DAY;
    return suggest(deps, at, null, `draft-${index}`, { kind: 'draft', ...draft });
  });
  return [...taught, ...drafts];
}

function answers(decision: Decision, entry: string): boolean {
  return decision.kind === 'answer' && decision.entries.includes(entry);
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
