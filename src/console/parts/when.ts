import { localTime } from '../../reading/calendar.ts';

/** Times as the clinic's clock shows them. */
export interface ClinicTime {
  /** `22 Nov 2026, 14:05`. */
  show(at: number): string;
  /** `14:05` for today, `22 Nov` otherwise. */
  showShort(at: number, now: number): string;
  /** `14:05`, with the date before it when it is another day than `beside`. */
  showBeside(at: number, beside: number): string;
  showDate(at: number): string;
  /** `Sun 22 Nov`. */
  showDay(at: number): string;
  /** As `<input type="datetime-local">` holds it: `2026-11-22T14:05`. */
  toInput(at: number): string;
  /** The moment of such a text, or of a date alone (its first moment); null when it is none. */
  fromInput(text: string): number | null;
}

const known = new Map<string, ClinicTime>();

export function clinicTime(timeZone: string): ClinicTime {
  const had = known.get(timeZone);
  if (had) return had;
  const made = make(timeZone);
  known.set(timeZone, made);
  return made;
}

function make(timeZone: string): ClinicTime {
  const date = { day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const formatFor = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const full = formatFor({ ...date, year: 'numeric', ...clock });
  const dateOnly = formatFor({ ...date, year: 'numeric' });
  const day = formatFor(date);
  const weekday = formatFor({ weekday: 'short', ...date });
  const time = formatFor(clock);
  return {
    show: (at) => full.format(at),
    showShort: (at, now) =>
      dateOnly.format(at) === dateOnly.format(now) ? time.format(at) : day.format(at),
    showBeside: (at, beside) =>
      dateOnly.format(at) === dateOnly.format(beside) ? time.format(at) : full.format(at),
    showDate: (at) => dateOnly.format(at),
    showDay: (at) => weekday.format(at).replace(',', ''),
    toInput(at) {
      const { offset } = localTime(at, timeZone);
      return new Date(at + offset * 60_000).toISOString().slice(0, 16);
    },
    fromInput(text) {
      if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/.test(text)) return null;
      const asUtc = Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);
      if (Number.isNaN(asUtc)) return null;
      // The zone's distance from UTC is that of the moment sought: near enough after one correction.
      const first = asUtc - localTime(asUtc, timeZone).offset * 60_000;
      return asUtc - localTime(first, timeZone).offset * 60_000;
    },
  };
}
