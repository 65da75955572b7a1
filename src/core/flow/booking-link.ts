import type { Clinic } from '../guide.ts';

/** What may travel in an address: never anything about health. */
export interface Contact {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
}

/** Parameters by booking system. Cliniko and Jane read none, so they get a plain link. */
const parameters = {
  calcom: { name: 'name', email: 'email', phone: 'phone' },
  calendly: { name: 'name', email: 'email', phone: null },
  acuity: { name: 'first_name', email: 'email', phone: 'phone' },
  cliniko: null,
  jane: null,
  none: null,
} satisfies Record<Clinic['booking']['system'], Names | null>;

type Names = { readonly name: string; readonly email: string; readonly phone: string | null };

/**
 * The address of the clinic's booking page, with name and contact filled in where the system reads
 * them and the visitor has agreed (`contact` is null otherwise). Null when there is no such page.
 */
export function bookingLink(clinic: Clinic, contact: Contact | null): string | null {
  const { system, url } = clinic.booking;
  const names: Names | null = parameters[system];
  if (url === null || contact === null || names === null) return url;
  const pairs: readonly (readonly [string | null, string | null])[] = [
    ...nameParts(names, system, contact.name),
    [names.email, contact.email],
    [names.phone, contact.phone],
  ];
  const query = pairs.flatMap(([key, value]) =>
    key === null || value === null || value === '' ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return query.length === 0 ? url : addQuery(url, query.join('&'));
}

/** Acuity keeps first and last names apart: the last word is taken for the last name. */
function nameParts(names: Names, system: string, name: string): readonly [string, string][] {
  if (system !== 'acuity') return [[names.name, name]];
  const words = name.split(' ');
  const last = words.length > 1 ? (words.pop() ?? '') : '';
  return [
    ['first_name', words.join(' ')],
    ['last_name', last],
  ];
}

function addQuery(url: string, query: string): string {
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}
