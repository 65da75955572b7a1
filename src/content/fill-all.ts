import type { Facts } from './fill.ts';
import type { Placed, Shelf } from './shelf.ts';

/** Fills clinic facts into every text of a checked file, however deep it lies. */
export function fillAll<T>(shelf: Shelf, facts: Facts, { file, value, lineOf }: Placed<T>): T {
  const visit = (node: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof node === 'string') {
      const at = { file, line: lineOf(path), field: path.join('.') };
      return node.includes('{{') ? shelf.fill(node, facts, at).trim() : node;
    }
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, item]) => [key, visit(item, [...path, key])]),
    );
  };
  // The shape stays as it was checked: only texts change.
  return visit(value, []) as T;
}
