import type { ListedConversation, ListPlace, StaffStore } from '../../storage/staff-store.ts';
import type { Chance } from './chance.ts';
import { DAY, HOUR, MINUTE, workingTime } from './moments.ts';
import { readAll } from './read-all.ts';
import type { Act, DemoStaff } from './staff.ts';
import type { DemoWords } from './words.ts';

/** With what staff's work is made up. */
export interface WorkDeps {
  readonly staff: StaffStore;
  readonly who: DemoStaff;
  readonly chance: Chance;
  readonly words: DemoWords;
  readonly timeZone: string;
  /** When the demo ends. */
  readonly until: number;
}

/** How many of the latest that wait for a look are somebody's already. */
const ASSIGNED = 5;
export const PAGE = 200;

/** What staff did with conversations: looked, reviewed, noted, assigned. */
export async function conversationWork(deps: WorkDeps): Promise<readonly Act[]> {
  const all = await readAll(
    (place: ListPlace | null) => deps.staff.listConversations({}, place, PAGE),
    ({ lastAt, id }) => ({ at: lastAt, id }),
  );
  const reviewed = all.flatMap((one) => review(deps, one));
  const seen = new Set(reviewed.map(({ subject }) => subject));
  const waiting = all.filter(({ id, unanswered }) => !seen.has(id) && unanswered > 0);
  return [...reviewed, ...waiting.slice(0, ASSIGNED).map((one) => assign(deps, one.id))];
}

/** Urgent ones are looked at first and always in the end, plain ones when there is time. */
function review(deps: WorkDeps, one: ListedConversation): readonly Act[] {
  const { chance, timeZone, until, words, staff } = deps;
  const matters = one.urgency !== null || one.unanswered > 0 || one.thumbsDown > 0;
  const age = until - one.lastAt;
  const share = one.urgency !== null ? 1 : matters ? 0.8 : 0.45;
  if (!chance.happens(age < 2 * DAY ? share / 3 : share)) return [];
  const delay = chance.between(20 * MINUTE, one.urgency === null ? 30 * HOUR : 4 * HOUR);
  const at = workingTime(one.lastAt + delay, timeZone) + Math.floor(chance.between(0, 25 * MINUTE));
  if (at >= until) return [];
  const actor = chance.happens(0.75) ? deps.who.clinician : deps.who.owner;
  const about = { actor, subject: one.id };
  const acts: Act[] = [
    { ...about, at, action: 'open-conversation' },
    {
      ...about,
      at: at + Math.floor(chance.between(MINUTE / 4, 2 * MINUTE)),
      action: 'reviewed',
      work: () => staff.setReviewed(one.id, actor, at, true),
    },
  ];
  if (matters && chance.happens(0.3)) {
    const note = {
      id: `note-${one.id}`,
      accountId: actor,
      at,
      text: chance.pick(words.staff.notes),
    };
    acts.push({ ...about, at, action: 'note-added', work: () => staff.addNote(one.id, note) });
  }
  return acts;
}

function assign({ staff, who, chance, until }: WorkDeps, id: string): Act {
  const to = chance.pick([who.clinician, who.owner]);
  const at = until - Math.floor(chance.between(MINUTE, HOUR));
  return {
    at,
    actor: who.owner,
    action: 'assigned',
    subject: id,
    work: () => staff.assign(id, to),
  };
}
