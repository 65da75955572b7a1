import type { Clinic, Weekday } from '../guide.ts';

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whether the clinic is open at a time (ms since 1970), by its own clock; `unknown` without hours. */
export function openAt(clinic: Clinic, at: number): 'open' | 'closed' | 'unknown' {
  if (clinic.hours === null) return 'unknown';
  const { weekday, time } = clinicTime(clinic.timeZone, at);
  const open = clinic.hours[weekday].some(([from, to]) => from <= time && time < to);
  return open ? 'open' : 'closed';
}

function clinicTime(timeZone: string, at: number): { weekday: Weekday; time: string } {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const short = (parts.get('weekday') ?? '').toLowerCase();
  return {
    weekday: WEEKDAYS.find((day) => day === short) ?? 'mon',
    time: `${parts.get('hour')}:${parts.get('minute')}`,
  };
}

/** A format costs as much to make as a whole turn of a flow, so each zone has one. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}
