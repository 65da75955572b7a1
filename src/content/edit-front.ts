import { type Document, isScalar, isSeq, parseDocument, stringify } from 'yaml';

/*
 * Changes of front matter that leave every other byte as somebody wrote it: the parsed document only
 * tells where a value stands. To write a document out again would keep its comments, not its spacing.
 */

const FENCE = /^(---[ \t]*\r?\n)([\s\S]*?\r?\n)(---[ \t]*(?:\r?\n|$))/;

/** Adds `value` at the end of the list `field` of the front matter. */
export function addToList(text: string, field: string, value: string): string {
  return editFront(text, (yaml, document, line) => {
    const list = document.get(field, true);
    const item = (indent: string) => `${indent}- ${plain(value)}${line}`;
    if (!isSeq(list) || !list.range) return `${yaml}${field}:${line}${item('  ')}`;
    const [start, end] = list.range;
    if (list.flow === true) {
      if (list.items.length === 0) {
        const next = endOfLine(yaml, end);
        const head = yaml.slice(0, start).trimEnd() + yaml.slice(end, next);
        return head + item('  ') + yaml.slice(next);
      }
      return replace(yaml, end - 1, end - 1, `, ${JSON.stringify(value)}`);
    }
    const last = list.items.at(-1);
    const place = endOfLine(yaml, isScalar(last) && last.range ? last.range[1] : end);
    const indent = ' '.repeat(start - yaml.lastIndexOf('\n', start - 1) - 1);
    return replace(yaml, place, place, item(indent));
  });
}

/** Sets the plain value `field`; a field that is not there is added after `after`. */
export function setField(
  text: string,
  field: string,
  value: string | null,
  after: string | null = null,
): string {
  return editFront(text, (yaml, document, line) => {
    const words = value === null ? 'null' : plain(value);
    const node = document.get(field, true);
    if (isScalar(node) && node.range) {
      const [start, end] = node.range;
      const blank = yaml[start - 1] === ':' ? ' ' : '';
      return replace(yaml, start, end, `${blank}${words}`);
    }
    const before = after === null ? undefined : document.get(after, true);
    const place = isScalar(before) && before.range ? endOfLine(yaml, before.range[1]) : yaml.length;
    return replace(yaml, place, place, `${field}: ${words}${line}`);
  });
}

type Edit = (yaml: string, document: Document, line: '\n' | '\r\n') => string;

/** @throws RangeError when there is no front matter, which sound content always has. */
function editFront(text: string, edit: Edit): string {
  const [whole, open, yaml, close] = FENCE.exec(text) ?? [];
  if (whole === undefined || open === undefined || yaml === undefined || close === undefined) {
    throw new RangeError('there is no front matter to change');
  }
  const line = open.endsWith('\r\n') ? '\r\n' : '\n';
  return open + edit(yaml, parseDocument(yaml), line) + close + text.slice(whole.length);
}

/** One line of YAML, quoted where it must be. */
function plain(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

/** Behind the line break that ends the line of `place`: a comment stays where it is. */
function endOfLine(yaml: string, place: number): number {
  if (yaml[place - 1] === '\n') return place;
  const end = yaml.indexOf('\n', place);
  return end === -1 ? yaml.length : end + 1;
}

function replace(text: string, start: number, end: number, words: string): string {
  return text.slice(0, start) + words + text.slice(end);
}
