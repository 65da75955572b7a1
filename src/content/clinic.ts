import type { z } from 'zod';
import type { Clinic, Hours, Weekday } from '../core/guide.ts';
import type { Facts } from './fill.ts';
import type { clinicSchema, countriesSchema } from './schema.ts';

type ClinicFile = z.infer<typeof clinicSchema>;
type CountriesFile = z.infer<typeof countriesSchema>;

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The facts that code reads, from the file's. */
export function toClinic(file: ClinicFile, countries: CountriesFile): Clinic {
  return {
    name: file.name,
    country: file.country,
    timeZone: file.timeZone,
    phone: file.phone,
    emergency: countries[file.country]?.emergency ?? '',
    email: file.email,
    hours: file.hours ?? null,
    booking: { system: file.booking.system, url: file.booking.url ?? null },
    offer: file.offer ? { label: file.offer.label, url: file.offer.url } : null,
    retentionDays: file.privacy?.retentionDays ?? null,
  };
}

/**
 * The facts that fill texts: `clinic.…` as written, `clinic.opening` (a list of `{day, times}` for
 * the days it is open), `clinic.tel` (the phone as dialled), and `country.…`, the country's row.
 */
export function toFacts(clinic: ClinicFile, countries: CountriesFile): Facts {
  return {
    clinic: { ...clinic, opening: openingLines(clinic), tel: clinic.phone.replace(/[^\d+]/g, '') },
    country: countries[clinic.country],
  };
}

function openingLines(clinic: ClinicFile): readonly { day: string; times: string }[] | null {
  const hours = clinic.hours;
  if (!hours) return null;
  return WEEKDAYS.filter((day) => hours[day].length > 0).map((day) => ({
    day: weekdayName(day),
    times: timesOf(hours[day]),
  }));
}

function timesOf(hours: Hours): string {
  return hours.map(([open, close]) => `${open}–${close}`).join(', ');
}

/** 5 January 1970 was a Monday. */
function weekdayName(day: Weekday): string {
  const date = new Date(Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(day)));
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(date);
}
