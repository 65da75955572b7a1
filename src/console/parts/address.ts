/** Addresses of pages: filters and places live in them, words of patients never do. */

type Values = Readonly<Record<string, string | number | null | undefined>>;

/** A path with a query; what is null, undefined or empty is left out. */
export function address(path: string, values: Values = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The present query with some values changed; null takes one away. */
export function changed(query: URLSearchParams, changes: Values): Values {
  return { ...Object.fromEntries(query), ...changes };
}

/** A path of ours to go on to, or the fallback: never an address of another site. */
export function ownPath(given: string | null, fallback = '/staff'): string {
  if (given === null || !/^\/staff(?:[/?][\w\-./?=&%+~|:]*)?$/.test(given)) return fallback;
  return given.includes('//') || given.includes('..') ? fallback : given;
}
