import { bookingWork } from './booking-work.ts';
import { conversationWork, type WorkDeps } from './conversation-work.ts';
import { perform, signIns } from './staff.ts';
import { teachingWork } from './teaching-work.ts';

/** The made-up staff's work on what the made-up visitors left, over so many days. */
export async function playWork(
  deps: WorkDeps,
  days: number,
  onProgress: (done: number, all: number) => void,
): Promise<void> {
  const { staff, who, chance, timeZone, until } = deps;
  const acts = [
    ...signIns(who, chance, timeZone, { until, days }),
    ...(await conversationWork(deps)),
    ...(await bookingWork(deps)),
    ...(await teachingWork(deps)),
  ];
  await perform(staff, acts, until, onProgress);
}
