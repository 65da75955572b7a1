import type { DeskRequest, ListPlace, RequestStatus } from '../../storage/staff-store.ts';
import { PAGE, type WorkDeps } from './conversation-work.ts';
import { DAY, HOUR, MINUTE, workingTime } from './moments.ts';
import { readAll } from './read-all.ts';
import type { Act } from './staff.ts';

/** What reception did with requests: called back, agreed on a time, closed. */
export async function bookingWork(deps: WorkDeps): Promise<readonly Act[]> {
  const requests = await readAll(
    (place: ListPlace | null) => deps.staff.listRequests({}, place, PAGE),
    ({ request, id }) => ({ at: request.at, id }),
  );
  return requests.flatMap((one) => follow(deps, one));
}

/** Called within a working day, but for some of the latest; most that asked for a session get one, and come, and are closed. */
function follow(deps: WorkDeps, one: DeskRequest): readonly Act[] {
  const { chance, timeZone, until } = deps;
  const called = workingTime(one.request.at + chance.between(10 * MINUTE, 9 * HOUR), timeZone);
  if (until - one.request.at < 2 * DAY && chance.happens(0.6)) return [];
  const first = move(deps, one, 'called', called, null);
  const booked = workingTime(called + chance.between(2 * MINUTE, 26 * HOUR), timeZone);
  if (one.request.kind !== 'booking' || !chance.happens(0.8)) {
    return [...first, ...move(deps, one, 'closed', booked, null)];
  }
  const wished = workingTime(booked + chance.between(DAY, 9 * DAY), timeZone);
  const appointment = Math.floor(wished / (30 * MINUTE)) * 30 * MINUTE;
  const came = workingTime(appointment + HOUR, timeZone);
  return [
    ...first,
    ...move(deps, one, 'booked', booked, appointment),
    ...(came < until ? move(deps, one, 'closed', came, appointment) : []),
  ];
}

function move(
  { staff, who, chance }: WorkDeps,
  { id }: DeskRequest,
  status: RequestStatus,
  at: number,
  appointment: number | null,
): readonly Act[] {
  const accountId = who.reception;
  const moved = Math.floor(at + chance.between(MINUTE, 6 * MINUTE));
  const about = { actor: accountId, subject: id };
  return [
    { ...about, at: Math.floor(at), action: 'open-request' },
    {
      ...about,
      at: moved,
      action: 'request-moved',
      work: () => staff.moveRequest(id, { at: moved, accountId, status }, appointment),
    },
  ];
}
